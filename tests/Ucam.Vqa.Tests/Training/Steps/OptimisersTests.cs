using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Training.Steps;

[Collection(GlobalRandomState.Name)]
public sealed class OptimisersTests : IDisposable
{
    private const double Rate = 0.125;
    private readonly SceneSet _set = TinyTraining.Scenes(pictures: 4, questions: 3);
    private readonly VqaNetwork _network;

    public OptimisersTests() => _network = TinyTraining.Network(_set);

    public void Dispose() => _network.Dispose();

    /// <summary>Weights and their gradients of ones, before and after a step at a common rate.</summary>
    private (double[] Head, double[] Variance) Moved(VarianceRecipe? variance, double common, int steps = 1)
    {
        using Optimisers optimisers =
            Optimisers.OfHead(_network, new HeadRecipe { Variance = variance, Fit = new FitRecipe { LearningRate = 0.01, WeightDecay = 0 } });
        double[] head = TinyTraining.Weights(_network.Head), spread = TinyTraining.Weights(_network.Variance);
        for (int i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            optimisers.SetRate(common);
            optimisers.ZeroGrad();
            foreach (var parameter in _network.Head.parameters().Concat(_network.Variance.parameters())) parameter.sum().backward();
            optimisers.Step();
        }
        return ([.. TinyTraining.Weights(_network.Head).Zip(head, (a, b) => a - b)],
            [.. TinyTraining.Weights(_network.Variance).Zip(spread, (a, b) => a - b)]);
    }

    [Fact]
    public void Plain_descent_moves_the_variance_head_by_its_own_rate_times_the_gradient_and_adam_the_head_by_the_schedules()
    {
        (double[] head, double[] variance) = Moved(new VarianceRecipe { LearningRate = Rate }, common: 0.002, steps: 3);
        variance.Should().AllSatisfy(moved => moved.Should().BeApproximately(-3 * Rate, 1e-6));
        head.Should().AllSatisfy(moved => moved.Should().BeApproximately(-3 * 0.002, 1e-5));
    }

    [Fact]
    public void Adam_moves_the_variance_head_by_its_own_rate()
    {
        (_, double[] variance) = Moved(new VarianceRecipe { Optimiser = VarianceOptimiser.Adam, LearningRate = Rate }, common: 0.002);
        variance.Should().AllSatisfy(moved => moved.Should().BeApproximately(-Rate, 1e-5));
    }

    [Fact]
    public void Without_one_of_its_own_the_variance_head_follows_the_schedule()
    {
        (_, double[] variance) = Moved(null, common: 0.002);
        variance.Should().AllSatisfy(moved => moved.Should().BeApproximately(-0.002, 1e-5));
    }

    [Theory]
    [InlineData(nameof(VarianceOptimiser.Sgd))]
    [InlineData(nameof(VarianceOptimiser.Adam))]
    public void Both_states_are_kept_and_restored(string kindName)
    {
        var kind = Enum.Parse<VarianceOptimiser>(kindName);
        using var folder = new TemporaryFolder();
        var recipe = new HeadRecipe
        {
            Order = QuestionOrder.Shuffled,
            Variance = new VarianceRecipe { Optimiser = kind, LearningRate = 0.01 },
            Fit = new FitRecipe { Batch = 4, LearningRate = 1e-2 }
        };
        double[] whole = Train(folder, "whole", recipe);
        var interrupted = () => Train(folder, "parts", recipe, stopAfter: 2);
        interrupted.Should().Throw<OperationCanceledException>();
        Train(folder, "parts", recipe, resume: true).Should().Equal(whole);
        Train(folder, "other", recipe with { Variance = null }).Should().NotEqual(whole);
    }

    private double[] Train(TemporaryFolder folder, string run, HeadRecipe recipe, bool resume = false, int stopAfter = 0)
    {
        using VqaNetwork network = TinyTraining.Network(_set);
        network.Backbone.eval();
        if (!File.Exists(folder["features"]))
            BackboneExtraction.Extract(network.Backbone, _set, folder["features"], cancel: TestContext.Current.CancellationToken);
        using FeatureFile features = FeatureFile.Open(folder["features"]);
        RunPart part = RunPart.Of(_set, network, features);
        Directory.CreateDirectory(folder[run]);
        using var stop = new CancellationTokenSource();
        var options = new TrainerOptions { Resume = resume, Record = epoch => { if (epoch.Epoch == stopAfter) stop.Cancel(); } };
        new HeadTrainer(network, recipe with { Fit = recipe.Fit with { Epochs = 4 } }, 1, new EpochStore(folder[run], "head", "F"), "head")
            .Train(part, part, options, stop.Token);
        return TinyTraining.Weights(network.Head, network.Variance);
    }
}
