using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Features;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Training;

[Collection(GlobalRandomState.Name)]
public sealed class HeadTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SceneSet _set = TinyTraining.Scenes(pictures: 10, questions: 4);
    private readonly HeadRecipe _recipe = new()
    { Uncertainty = new AleatoricLossOptions { Samples = 4 }, Fit = new FitRecipe { Batch = 8, LearningRate = 1e-2 } };

    public void Dispose() => _folder.Dispose();

    private sealed record Outcome(List<EpochMetrics> Epochs, double[] Weights, double Best, List<long> Alive);

    private EpochStore Store(string run, string fingerprint = "F")
    {
        Directory.CreateDirectory(_folder[run]);
        return new EpochStore(_folder[run], "head", fingerprint);
    }

    private Outcome Train(string run, int epochs = 4, int seed = 1, bool resume = false, bool blind = false, int stopAfter = 0,
        string fingerprint = "F", Levelling? levelling = null)
    {
        using VqaNetwork network = TinyTraining.Network(_set, seed);
        network.Backbone.eval();
        if (!File.Exists(_folder["features"]))
            BackboneExtraction.Extract(network.Backbone, _set, _folder["features"], cancel: TestContext.Current.CancellationToken);
        using FeatureFile file = FeatureFile.Open(_folder["features"]);
        RunPart part = RunPart.Of(_set, network, blind ? null : file);
        var outcome = new Outcome([], [], 0, []);
        using var stop = new CancellationTokenSource();
        void Record(EpochMetrics epoch)
        {
            outcome.Epochs.Add(epoch);
            outcome.Alive.Add(Tensors.Live);
            if (epoch.Epoch == stopAfter) stop.Cancel();
        }
        HeadRecipe recipe = _recipe with { Fit = _recipe.Fit with { Epochs = epochs } };
        var options = new TrainerOptions { Resume = resume, Record = Record, Levelling = levelling };
        double best = new HeadTrainer(network, recipe, seed, Store(run, fingerprint), "head").Train(part, part, options, stop.Token);
        return outcome with { Weights = TinyTraining.Weights(network.Head, network.Variance), Best = best };
    }

    [Fact]
    public void A_validation_set_without_questions_is_refused_before_anything_is_trained()
    {
        using VqaNetwork network = TinyTraining.Network(_set, 1);
        RunPart some = RunPart.Of(_set, network), none = RunPart.Of(TinyTraining.Scenes(pictures: 2, questions: 0), network);
        var train = () =>
            new HeadTrainer(network, _recipe, 1, Store("a"), "head").Train(some, none, new TrainerOptions(), TestContext.Current.CancellationToken);
        train.Should().Throw<UcamException>().WithMessage("head: the validation set has no questions*");
        Directory.EnumerateFiles(_folder["a"]).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_feature_that_is_not_finite_stops_the_run_whatever_the_recipe_says_of_steps(bool skips)
    {
        Train("whole", epochs: 1);
        using VqaNetwork network = TinyTraining.Network(_set, 1);
        using FeatureFile whole = FeatureFile.Open(_folder["features"]);
        SpoilPicture3(whole);
        using FeatureFile spoiled = FeatureFile.Open(_folder["spoiled"]);
        RunPart bad = RunPart.Of(_set, network, spoiled), good = RunPart.Of(_set, network, whole);
        var options = new TrainerOptions { FaultsPath = _folder["kept.json"] };
        HeadRecipe recipe = _recipe with { Fit = _recipe.Fit with { Epochs = 2, NotFinite = skips ? NotFinite.Skip : NotFinite.Stop } };
        var train = () => new HeadTrainer(network, recipe, 1, Store("a"), "head").Train(bad, good, options, TestContext.Current.CancellationToken);
        train.Should().Throw<UcamException>().WithMessage("head: a feature of picture 3 (row 1, column 2 of the grid, channel 3) in *spoiled is "
            + "not a finite number in epoch 1, step *; extract them again; its batch is kept in *kept.json.");
        File.ReadAllText(_folder["kept.json"]).Should().Contain("a feature of picture 3").And.Contain("\"seed\": 1");
        TinyTraining.Weights(network.Head, network.Variance).Should().OnlyContain(weight => double.IsFinite(weight));
    }

    private void SpoilPicture3(FeatureFile whole)
    {
        using Tensor rows = whole.ReadHalf([.. Enumerable.Range(0, whole.Count)]);
        rows[3, 1, 2] = float.NaN;
        using Tensor ids = tensor(whole.Ids.ToArray());
        SafetensorsWriter.Write(_folder["spoiled"], FeatureFile.WithGrid(new Dictionary<string, string>(), whole.Rows, whole.Columns),
            [(FeatureFile.IdsName, ids), (FeatureFile.FeaturesName, rows)]);
    }

    [Fact]
    public void The_loss_falls_and_the_best_epoch_stays()
    {
        Outcome run = Train("a", epochs: 8);
        run.Epochs.Should().HaveCount(8);
        run.Epochs[^1].TrainLoss.Should().BeLessThan(0.8 * run.Epochs[0].TrainLoss);
        run.Epochs.Min(e => e.ValidationLoss).Should().BeLessThan(run.Epochs[0].ValidationLoss);
        run.Best.Should().Be(run.Epochs.Max(e => e.ValidationAccuracy));
    }

    [Fact]
    public void The_blind_model_learns_from_questions_alone()
    {
        Outcome run = Train("a", epochs: 8, blind: true);
        run.Epochs[^1].TrainLoss.Should().BeLessThan(run.Epochs[0].TrainLoss);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        double[] first = Train("a", epochs: 2).Weights;
        Train("b", epochs: 2).Weights.Should().Equal(first);
        Train("c", epochs: 2, seed: 2).Weights.Should().NotEqual(first);
    }

    [Fact]
    public void An_interrupted_run_that_is_resumed_equals_one_without_a_break()
    {
        Outcome whole = Train("whole");
        var interrupted = () => Train("parts", stopAfter: 2);
        interrupted.Should().Throw<OperationCanceledException>();
        Outcome rest = Train("parts", resume: true);
        rest.Epochs.Select(e => e.Epoch).Should().Equal(3, 4);
        rest.Epochs.Select(e => e with { Rate = 0 }).Should().Equal(whole.Epochs.Skip(2).Select(e => e with { Rate = 0 }));
        rest.Weights.Should().Equal(whole.Weights);
        rest.Best.Should().Be(whole.Best);
    }

    [Fact]
    public void A_stage_that_levels_off_takes_the_same_course_when_it_is_resumed()
    {
        var levelling = new Levelling { PatienceSteps = 15, WarmUpSteps = 3, Progress = 0.05 };
        Outcome whole = Train("whole", epochs: 200, levelling: levelling);
        whole.Epochs.Count.Should().BeInRange(5, 199);
        foreach (int stop in new[] { 1, whole.Epochs.Count - 2 })
        {
            var interrupted = () => Train("parts", epochs: 200, stopAfter: stop, levelling: levelling);
            interrupted.Should().Throw<OperationCanceledException>();
            Outcome rest = Train("parts", epochs: 200, resume: true, levelling: levelling);
            rest.Epochs[^1].Epoch.Should().Be(whole.Epochs.Count);
            rest.Epochs.Select(e => e with { Rate = 0 }).Should().Equal(whole.Epochs.TakeLast(rest.Epochs.Count).Select(e => e with { Rate = 0 }));
            rest.Weights.Should().Equal(whole.Weights);
        }
    }

    [Fact]
    public void A_finished_run_that_is_resumed_trains_no_more()
    {
        Outcome whole = Train("a", epochs: 2);
        Outcome again = Train("a", epochs: 2, resume: true);
        again.Epochs.Should().BeEmpty();
        again.Weights.Should().Equal(whole.Weights);
    }

    [Fact]
    public void Another_recipes_run_is_not_resumed()
    {
        Train("a", epochs: 1);
        var resume = () => Train("a", epochs: 1, resume: true, fingerprint: "G");
        resume.Should().Throw<UcamException>().WithMessage("*another recipe, seed or set*");
    }

    [Fact]
    public void Epochs_leave_no_tensors_behind()
    {
        List<long> alive = Train("a", epochs: 5).Alive;
        alive.Skip(1).Should().AllSatisfy(n => n.Should().Be(alive[1]));
    }
}
