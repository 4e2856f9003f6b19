using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Ranks;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Training.Ranks;

/// <summary>A head that several ranks train.</summary>
[Collection(GlobalRandomState.Name)]
public sealed class HeadTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    // 37 questions in batches of 9: the last has one, fewer than there are ranks.
    private readonly SceneSet _set = TinyTraining.Scenes(pictures: 37, questions: 1);

    public void Dispose() => _folder.Dispose();

    private sealed record Outcome(List<EpochMetrics> Epochs, double[] Weights);

    private static HeadRecipe Recipe(LossKind loss, int epochs) => new()
    {
        Loss = loss,
        Certainty = loss == LossKind.CrossEntropy ? null : new GradientCertaintyOptions(),
        PredictivePasses = 2,
        Uncertainty = new AleatoricLossOptions { Samples = 4 },
        Fit = new FitRecipe { Epochs = epochs, Batch = 9, LearningRate = 1e-3 },
    };

    private Outcome[] Train(string run, int count, HeadRecipe recipe, bool resume = false, bool blind = false)
    {
        Directory.CreateDirectory(_folder[run]);
        HeadOptions model = TinyTraining.Model with { ImageDropout = 0, QuestionDropout = 0, AttentionDropout = 0, ClassifierDropout = 0 };
        // Other ranks begin with other weights, and are given the first one's.
        VqaNetwork[] networks = [.. Enumerable.Range(0, count).Select(rank => TinyTraining.Network(_set, 1 + rank, model))];
        networks[0].Backbone.eval();
        if (!File.Exists(_folder["features"]))
            BackboneExtraction.Extract(networks[0].Backbone, _set, _folder["features"], cancel: TestContext.Current.CancellationToken);
        Outcome Work(IRanks ranks)
        {
            VqaNetwork network = networks[ranks.Rank];
            using FeatureFile file = FeatureFile.Open(_folder["features"]);
            RunPart part = RunPart.Of(_set, network, blind ? null : file);
            var outcome = new Outcome([], []);
            var store = new EpochStore(_folder[run], "head", "F") { Writes = ranks.Leads() };
            var options = new TrainerOptions { Resume = resume, Record = outcome.Epochs.Add };
            new HeadTrainer(network, recipe, 1, store, "head") { Ranks = ranks }.Train(part, part, options, CancellationToken.None);
            return outcome with { Weights = TinyTraining.Weights(network.Head, network.Variance) };
        }
        Outcome[] outcomes = count == 1 ? [Work(OneRank.Only)] : ThreadRanks.Run(count, Work);
        foreach (VqaNetwork network in networks) network.Dispose();
        return outcomes;
    }

    private static void ShouldBeOneCurve(IEnumerable<EpochMetrics> epochs, IEnumerable<EpochMetrics> expected)
    {
        epochs.Should().HaveCount(expected.Count());
        foreach ((EpochMetrics own, EpochMetrics other) in epochs.Zip(expected))
        {
            own.Epoch.Should().Be(other.Epoch);
            own.TrainLoss.Should().BeApproximately(other.TrainLoss, 1e-4);
            own.TrainAccuracy.Should().BeApproximately(other.TrainAccuracy, 1e-6);
            own.ValidationLoss.Should().BeApproximately(other.ValidationLoss, 1e-4);
        }
    }

    [Theory]
    [InlineData(nameof(LossKind.Aleatoric), 2)]
    [InlineData(nameof(LossKind.Predictive), 3)]
    public void Ranks_have_the_curve_of_one_process_and_the_same_weights(string loss, int count)
    {
        HeadRecipe recipe = Recipe(Enum.Parse<LossKind>(loss), epochs: 3);
        Outcome alone = Train("one", 1, recipe)[0];
        Outcome[] several = Train("several", count, recipe);
        foreach (Outcome outcome in several)
        {
            ShouldBeOneCurve(outcome.Epochs, alone.Epochs);
            outcome.Weights.Should().Equal(several[0].Weights);
        }
    }

    [Fact]
    public void The_blind_model_is_shared_too()
    {
        HeadRecipe recipe = Recipe(LossKind.CrossEntropy, epochs: 2);
        ShouldBeOneCurve(Train("several", 2, recipe, blind: true)[0].Epochs, Train("one", 1, recipe, blind: true)[0].Epochs);
    }

    [Fact]
    public void Another_number_of_ranks_goes_on()
    {
        // A rate that does not hang on how many epochs there are.
        HeadRecipe all = Recipe(LossKind.CrossEntropy, epochs: 4);
        all = all with { Fit = all.Fit with { Schedule = Schedule.Halving } };
        HeadRecipe some = all with { Fit = all.Fit with { Epochs = 2 } };
        List<EpochMetrics> whole = Train("one", 1, all)[0].Epochs;
        Train("several", 2, some);
        List<EpochMetrics> rest = Train("several", 3, all, resume: true)[0].Epochs;
        ShouldBeOneCurve(rest, whole.Skip(2));
    }

    [Fact]
    public void A_loss_of_whole_batches_is_refused()
    {
        HeadRecipe recipe = Recipe(LossKind.Aleatoric, epochs: 1);
        recipe = recipe with { Uncertainty = recipe.Uncertainty with { Reduction = UndistortedReduction.BatchMean } };
        var train = () => Train("several", 2, recipe);
        train.Should().Throw<UcamException>().WithMessage("training.uncertainty.reduction is batch_mean*per_sample*");
    }
}
