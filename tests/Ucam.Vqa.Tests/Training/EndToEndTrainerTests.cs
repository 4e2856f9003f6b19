using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Training;

[Collection(GlobalRandomState.Name)]
public sealed class EndToEndTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SceneSet _set = TinyTraining.Scenes(pictures: 12, questions: 3);
    private readonly Recipe _recipe = TinyTraining.Recipe with { Backbone = TinyTraining.Recipe.Backbone with { Fit = new FitRecipe { LearningRate = 1e-2 } } };

    public void Dispose() => _folder.Dispose();

    private sealed record Outcome(List<EpochMetrics> Epochs, double[] Weights, List<long> Alive);

    private Outcome Train(string run, int epochs = 3, bool resume = false, int stopAfter = 0, string fingerprint = "F", int seed = 3,
        bool heldOut = false)
    {
        Directory.CreateDirectory(_folder[run]);
        using VqaNetwork network = TinyTraining.Network(_set, seed);
        RunPart part = RunPart.Of(_set, network);
        using var stop = new CancellationTokenSource();
        var outcome = new Outcome([], [], []);
        void Record(EpochMetrics epoch)
        {
            outcome.Epochs.Add(epoch with { Rate = 0 });
            outcome.Alive.Add(Tensors.Live);
            if (outcome.Epochs.Count == stopAfter) stop.Cancel();
        }
        BackboneRecipe backbone = _recipe.Backbone with { Fit = _recipe.Backbone.Fit with { Epochs = epochs } };
        var options = new TrainerOptions
        {
            Resume = resume,
            Record = Record,
            Levelling = heldOut ? new Levelling { PatienceSteps = 6, WarmUpSteps = 2, Progress = 0.05 } : null,
        };
        new EndToEndTrainer(network, _recipe with { Seed = seed, Backbone = backbone }, picturesPerStep: 4, questionsPerPicture: 2,
            new EpochStore(_folder[run], "joint", fingerprint)).Train(part, heldOut ? part : null, options, stop.Token);
        return outcome with { Weights = TinyTraining.Weights(network.Backbone, network.Head, network.Variance) };
    }

    [Fact]
    public void The_loss_falls()
    {
        List<EpochMetrics> epochs = Train("a", epochs: 16).Epochs;
        epochs.Should().HaveCount(16);
        epochs[^1].TrainLoss.Should().BeLessThan(0.85 * epochs[0].TrainLoss);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        double[] first = Train("a", epochs: 2).Weights;
        Train("b", epochs: 2).Weights.Should().Equal(first);
        Train("c", epochs: 2, seed: 4).Weights.Should().NotEqual(first);
    }

    [Fact]
    public void An_interrupted_run_that_is_resumed_equals_one_without_a_break()
    {
        Outcome whole = Train("whole");
        var interrupted = () => Train("parts", stopAfter: 1);
        interrupted.Should().Throw<OperationCanceledException>();
        Outcome rest = Train("parts", resume: true);
        rest.Epochs.Should().Equal(whole.Epochs.Skip(1));
        rest.Weights.Should().Equal(whole.Weights);
    }

    [Fact]
    public void It_ends_once_it_has_levelled_off_and_leaves_the_best_epoch()
    {
        Outcome run = Train("a", epochs: 300, heldOut: true);
        run.Epochs.Count.Should().BeLessThan(300);
        EpochMetrics best = run.Epochs.MaxBy(epoch => epoch.ValidationAccuracy)!;
        Train("b", epochs: 300, heldOut: true, stopAfter: 0).Weights.Should().Equal(run.Weights);
        best.ValidationAccuracy.Should().BeGreaterThan(run.Epochs[0].ValidationAccuracy);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-1)]
    public void Levelling_off_takes_the_same_course_when_it_is_stopped_at_any_moment(int stopAfter)
    {
        Outcome whole = Train("whole", epochs: 300, heldOut: true);
        if (stopAfter < 0) stopAfter += whole.Epochs.Count;
        var interrupted = () => Train("parts", epochs: 300, heldOut: true, stopAfter: stopAfter);
        interrupted.Should().Throw<OperationCanceledException>();
        Outcome rest = Train("parts", epochs: 300, resume: true, heldOut: true);
        rest.Epochs.Should().Equal(whole.Epochs.Skip(stopAfter));
        rest.Weights.Should().Equal(whole.Weights);
    }

    [Fact]
    public void Another_recipes_run_is_not_resumed()
    {
        Train("a", epochs: 1);
        var resume = () => Train("a", resume: true, fingerprint: "G");
        resume.Should().Throw<UcamException>().WithMessage("*another recipe, seed or set*");
    }

    [Fact]
    public void Epochs_leave_no_tensors_behind()
    {
        List<long> alive = Train("a", epochs: 4).Alive;
        alive.Skip(1).Should().AllSatisfy(n => n.Should().Be(alive[1]));
    }
}
