using System.Text.Json;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Training;

/// <summary>Two weights under steps of which some have a loss, a logit, a feature or a gradient that is not finite.</summary>
[Collection(GlobalRandomState.Name)]
public sealed class NotFiniteTests : IDisposable
{
    private const int PerEpoch = 4;
    private const string Slower = "lower training.fit.learning_rate and start again, or leave such steps out by not_finite: skip";
    private readonly TemporaryFolder _folder = new();
    private readonly nn.Module<Tensor, Tensor> _line = nn.Linear(1, 1);
    private readonly nn.Module<Tensor, Tensor> _norm = nn.BatchNorm1d(1);
    private readonly List<EpochMetrics> _told = [];
    private readonly List<string> _lines = [];
    private int _skipped = -1;

    public NotFiniteTests()
    {
        using var quiet = no_grad();
        foreach (Tensor weight in _line.parameters()) weight.fill_(1);
    }

    public void Dispose()
    {
        _line.Dispose();
        _norm.Dispose();
        _folder.Dispose();
    }

    private string Kept => _folder["line.not-finite.json"];

    private double[] Weights => [.. _line.parameters().SelectMany(p => p.Numbers()), .. _norm.parameters().SelectMany(p => p.Numbers())];

    /// <summary>Trains with four steps an epoch; <paramref name="fault"/> spoils a step by its number from 1 over all epochs.</summary>
    private void Run(Func<int, string?> fault, NotFinite policy, int epochs = 2, bool resume = false, bool store = true)
    {
        var fit = new FitRecipe { Epochs = epochs, Batch = 1, LearningRate = 0.1, Schedule = Schedule.Halving, NotFinite = policy };
        using var optimisers = Optimisers.AdamW(fit, _line, _norm);
        var options = new TrainerOptions
        { Resume = resume, Record = _told.Add, FaultsPath = Kept, Tell = _lines.Add, Skipped = steps => _skipped = steps };
        int step = 0, first = -1;
        new EpochLoop<int>(new EpochPlan("line", "samples", fit, 1) { Samples = PerEpoch, Switched = [_norm] }, optimisers, options)
        {
            Batches = epoch =>
            {
                first = (epoch.Number - 1) * PerEpoch;
                step = 0;
                return epoch.Order(PerEpoch);
            },
            Step = (sample, _) => Step(fault(first + ++step), sample),
            Parts = [("line", _line), ("norm", _norm)],
            Store = store ? new EpochStore(_folder.Path, "line", "F") : null,
            Ids = sample => new BatchIds([100 + sample], [10 + sample]),
        }.Run(TestContext.Current.CancellationToken);
    }

    private StepSums Step(string? fault, int sample)
    {
        if (fault == "feature") throw new NotFiniteException("a feature of picture 3", "extract them again");
        double value = fault is null or "loss" ? sample : double.NaN;
        Tensor logits = _norm.call(_line.call(tensor(new[] { (float)value, 1f }).unsqueeze(1)));
        Tensor loss = fault == "gradient" ? (_line.call(ones(1, 1)) - 2).sqrt().sum() : logits.square().mean();
        loss.backward();
        double told = fault is "loss" ? double.NaN : fault is "gradient" ? 1 : loss.item<float>();
        return new StepSums(1, told, 0).Explained(logits);
    }

    private UcamException Stopped(Func<int, string?> fault, NotFinite policy = NotFinite.Stop)
    {
        var train = () => Run(fault, policy);
        return train.Should().Throw<UcamException>().Which;
    }

    private JsonElement[] KeptSteps() => [.. JsonDocument.Parse(File.ReadAllText(Kept)).RootElement.GetProperty("steps").EnumerateArray()];

    [Theory]
    [InlineData("loss", "the loss", Slower)]
    [InlineData("logit", "a logit", Slower)]
    [InlineData("gradient", "a gradient of line.weight", Slower)]
    [InlineData("feature", "a feature of picture 3", "extract them again")]
    public void A_step_that_is_not_finite_ends_the_training_before_it_moves_a_weight_and_its_batch_is_kept(string fault, string what, string advice)
    {
        UcamException problem = Stopped(step => step == 6 ? fault : null);
        problem.Message.Should().Be($"line: {what} is not a finite number in epoch 2, step 2; {advice}; its batch is kept in {Kept}.");
        Weights.Should().OnlyContain(weight => double.IsFinite(weight));
        JsonElement step = KeptSteps().Should().ContainSingle().Subject;
        (step.GetProperty("epoch").GetInt32(), step.GetProperty("step").GetInt64(), step.GetProperty("not_finite").GetString())
            .Should().Be((2, 2, what));
        long question = step.GetProperty("batch").GetProperty("questions")[0].GetInt64();
        step.GetProperty("batch").GetProperty("pictures")[0].GetInt64().Should().Be(question - 90);
        question.Should().Be(100 + Numbers.Shuffle.Order(PerEpoch, 1, 2)[1]);
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Should()
            .Contain("line.epoch1.safetensors").And.NotContain("line.epoch2.safetensors");
    }

    [Fact]
    public void A_run_that_is_resumed_comes_to_the_same_step_with_the_same_batch()
    {
        Stopped(step => step == 7 ? "loss" : null);
        string first = File.ReadAllText(Kept);
        var again = () => Run(step => step == 7 ? "loss" : null, NotFinite.Stop, resume: true);
        again.Should().Throw<UcamException>();
        File.ReadAllText(Kept).Should().Be(first);
    }

    [Fact]
    public void The_last_step_of_all_is_looked_at_too()
    {
        Stopped(step => step == 2 * PerEpoch ? "gradient" : null).Message.Should().Contain("epoch 2, step 4");
        Weights.Should().OnlyContain(weight => double.IsFinite(weight));
    }

    [Fact]
    public void A_step_that_is_left_out_moves_nothing_and_is_counted_and_told()
    {
        Run(step => step > PerEpoch ? "logit" : null, NotFinite.Skip);
        double[] left = Weights, means = [.. _norm.buffers().SelectMany(b => b.to(ScalarType.Float64).Numbers())];
        (_told[0].Skipped, _told[1].Skipped, _skipped).Should().Be((0, PerEpoch, PerEpoch));
        _told[1].InWords().Should().EndWith(", 4 steps left out");
        _lines.Should().HaveCount(PerEpoch).And.AllSatisfy(line => line.Should().Contain("a logit is not a finite number").And.Contain("left out"));
        KeptSteps().Should().HaveCount(PerEpoch);
        new NotFiniteTests().Twin(epochs: 1).Should().Equal([.. left, .. means]);
    }

    /// <summary>Weights and running means of a training of so many whole epochs.</summary>
    private double[] Twin(int epochs)
    {
        using (this)
        {
            Run(_ => null, NotFinite.Skip, epochs);
            return [.. Weights, .. _norm.buffers().SelectMany(b => b.to(ScalarType.Float64).Numbers())];
        }
    }

    [Fact]
    public void Ten_steps_in_a_row_end_the_training_also_across_epochs_and_runs()
    {
        Run(step => step > 2 ? "loss" : null, NotFinite.Skip, epochs: 2);
        _skipped.Should().Be(6);
        var on = () => Run(step => step > 2 ? "loss" : null, NotFinite.Skip, epochs: 9, resume: true);
        on.Should().Throw<UcamException>().WithMessage(
            "line: the loss is not a finite number in epoch 3, step 4, and so were the 9 steps before; lower training.fit.learning_rate and start "
            + "again; its batch is kept in*");
    }

    [Fact]
    public void Steps_in_a_row_are_counted_anew_after_one_that_was_taken()
    {
        Run(step => step % 4 != 0 ? "loss" : null, NotFinite.Skip, epochs: 6);
        _skipped.Should().Be(18);
        _told.Should().AllSatisfy(epoch => epoch.Skipped.Should().Be(3));
    }

    [Fact]
    public void The_policy_changes_nothing_where_all_is_finite()
    {
        Run(_ => null, NotFinite.Skip);
        double[] skipping = Weights;
        using var other = new NotFiniteTests();
        other.Run(_ => null, NotFinite.Stop);
        other.Weights.Should().Equal(skipping);
        File.Exists(Kept).Should().BeFalse();
        File.ReadAllText(_folder["line.state.json"]).Should().NotContain("Skipped");
    }

    [Fact]
    public void Finite_gradients_whose_sum_overflows_are_no_fault()
    {
        Tensor weight = nn.Parameter(zeros(2));
        (weight * 3e38f).sum().backward();
        FiniteGradients.Fault([("w", weight)]).Should().BeNull();
        weight.grad!.fill_(float.NegativeInfinity);
        FiniteGradients.Fault([("v", nn.Parameter(zeros(1))), ("w", weight)]).Should().Be("a gradient of w");
    }

    [Fact]
    public void Weights_that_are_not_finite_are_never_written_and_the_file_before_stays()
    {
        var none = new Dictionary<string, string>();
        SafetensorsWriter.WriteWeights(_folder["w"], none, [("a", ones(2)), ("b", ones(1, dtype: ScalarType.Float16))]);
        byte[] before = File.ReadAllBytes(_folder["w"]);
        var write = () => SafetensorsWriter.WriteWeights(_folder["w"], none, [("a", ones(2)), ("b", ones(1) / 0)]);
        write.Should().Throw<UcamException>().WithMessage("*w: not written, since tensor b holds a value that is not a finite number*");
        File.ReadAllBytes(_folder["w"]).Should().Equal(before);
        Directory.GetFiles(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public void A_small_network_says_what_it_cannot_learn_from()
    {
        Tensor inputs = ones(6, 2);
        inputs[2, 0] = float.NaN;
        var fit = () => StoppedNetwork.Fit(inputs, ones(6), [0, 1, 2, 3], tensor(new long[] { 4, 5 }), new StoppedOptions(3, 2, 4, 0.1, 1));
        fit.Should().Throw<UcamException>().WithMessage("the small network: a gradient of 0.weight is not a finite number (epoch 1)*");
    }
}
