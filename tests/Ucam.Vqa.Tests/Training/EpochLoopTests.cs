using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Training;

/// <summary>A weight that is drawn to zero by steps whose every batch and rate is known.</summary>
[Collection(GlobalRandomState.Name)]
public sealed class EpochLoopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly nn.Module<Tensor, Tensor> _line = nn.Linear(1, 1, hasBias: false);
    private readonly List<(int Epoch, int[] Batch, double Progress, bool Training)> _steps = [];
    private readonly List<EpochMetrics> _told = [];

    public EpochLoopTests()
    {
        using var quiet = no_grad();
        _line.parameters().Single().fill_(1);
    }

    public void Dispose()
    {
        _line.Dispose();
        _folder.Dispose();
    }

    private static EpochPlan Plan(int epochs = 3) => new("line", "samples", new FitRecipe { Epochs = epochs, Batch = 2, LearningRate = 0.1 }, 1)
    { Samples = 5 };

    /// <summary>Trains five samples in batches of two; sample i has loss i.</summary>
    private double Run(EpochPlan plan, bool resume = false, EpochStore? store = null, Func<int, HeldOutScore>? validate = null, double factor = 1)
    {
        using var optimisers = Optimisers.AdamW(plan.Fit, _line);
        return new EpochLoop<int[]>(plan with { Switched = [_line] }, optimisers, new TrainerOptions { Resume = resume, Record = _told.Add })
        {
            Batches = epoch => epoch.Order(5).Chunk(2),
            Step = (batch, epoch) =>
            {
                _steps.Add((epoch.Number, batch, epoch.Progress, _line.training));
                _line.parameters().Single().square().sum().backward();
                return new StepSums(batch.Length, batch.Sum() * factor, batch.Count(i => i > 2));
            },
            Validate = validate is null ? null : () => validate(_told.Count + 1),
            Store = store,
            Parts = [("line", _line)],
        }.Run(TestContext.Current.CancellationToken);
    }

    private EpochStore Store => new(_folder.Path, "line", "F");

    private double Weight => _line.parameters().Single().Numbers().Single();

    [Fact]
    public void Every_epoch_takes_every_sample_once_in_an_order_of_its_own_and_its_means_are_over_the_samples()
    {
        Run(Plan());
        _steps.GroupBy(s => s.Epoch).Should().HaveCount(3)
            .And.AllSatisfy(epoch => epoch.SelectMany(s => s.Batch).Should().BeEquivalentTo([0, 1, 2, 3, 4]));
        _steps.GroupBy(s => s.Epoch).Select(epoch => string.Join(' ', epoch.SelectMany(s => s.Batch))).Should().OnlyHaveUniqueItems();
        _steps.Select(s => s.Progress).Should().Equal(Enumerable.Range(0, 9).Select(i => i / 9.0));
        _told.Should().AllSatisfy(e => (e.TrainLoss, e.TrainAccuracy, e.ValidationLoss).Should().Be((2, 0.4, double.NaN)));
        _told[0].InWords().Should().Be("line epoch 1: loss 2.0000, accuracy 40.00 %");
    }

    [Fact]
    public void What_is_switched_trains_in_the_steps_and_not_in_the_validation_nor_afterwards()
    {
        Run(Plan(), validate: _ =>
        {
            _line.training.Should().BeFalse();
            return new HeldOutScore(1, 0.5);
        });
        _steps.Should().AllSatisfy(s => s.Training.Should().BeTrue());
        _line.training.Should().BeFalse();
    }

    [Fact]
    public void The_first_of_the_best_epochs_stays_with_a_store_and_the_last_without()
    {
        double[] accuracies = [0.2, 0.6, 0.6];
        var weights = new List<double>();
        HeldOutScore Score(int epoch)
        {
            weights.Add(Weight);
            return new HeldOutScore(1, accuracies[epoch - 1]);
        }
        Run(Plan(), store: Store, validate: Score).Should().Be(0.6);
        Weight.Should().Be(weights[1]).And.NotBe(weights[2]);
        _told.Clear();
        Run(Plan(), validate: Score);
        Weight.Should().Be(weights[^1]);
    }

    [Fact]
    public void A_training_that_is_resumed_goes_on_behind_the_last_epoch_and_another_starts_anew()
    {
        Run(Plan(), store: Store);
        double whole = Weight;
        Run(Plan(), resume: true, store: Store);
        (_told.Count, Weight).Should().Be((3, whole));
        Run(Plan(epochs: 4), resume: true, store: Store);
        _told.Select(e => e.Epoch).Should().Equal(1, 2, 3, 4);
        Run(Plan(epochs: 1), store: Store);
        _told.Select(e => e.Epoch).Should().Equal(1, 2, 3, 4, 1);
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_the_training_unless_there_need_not_be_one()
    {
        var train = () => Run(Plan(), factor: double.NaN);
        UcamException problem = train.Should().Throw<UcamException>().Which;
        problem.Message.Should().Be("line: the loss is not a finite number in epoch 1, step 1; lower training.fit.learning_rate and start again, "
            + "or leave such steps out by not_finite: skip.");
        problem.Field.Should().Be("learning_rate");
        var unseen = () => Run(Plan() with { ChecksLoss = false }, factor: double.NaN);
        unseen.Should().NotThrow();
    }
}
