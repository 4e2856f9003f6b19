using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Training;

[Collection(GlobalRandomState.Name)]
public sealed class TailTrainerTests : IDisposable
{
    private const int Side = 4, Channels = 3, Classes = 3, Pictures = 24;
    private readonly TemporaryFolder _folder = new();
    private readonly TargetedFeatures _data;

    public TailTrainerTests()
    {
        using var scope = NewDisposeScope();
        // A picture's class is the channel that stands out.
        Tensor labels = arange(Pictures) % Classes;
        Tensor features = Tensors.Normal(1, Pictures, Side * Side, Channels) * 0.3 + nn.functional.one_hot(labels, Classes).unsqueeze(1);
        using (FeatureFileWriter writer = FeatureFileWriter.Create(_folder["f"], Pictures, Side, Side, Channels, new Dictionary<string, string>()))
        {
            writer.Append([.. Enumerable.Range(0, Pictures).Select(i => (long)i)], features);
            writer.Commit();
        }
        var targets = new float[Pictures * Classes];
        for (int i = 0; i < Pictures; i++) targets[i * Classes + i % Classes] = 1;
        _data = new TargetedFeatures(FeatureFile.Open(_folder["f"]), targets);
    }

    public void Dispose()
    {
        _data.Features.Dispose();
        _folder.Dispose();
    }

    private static HeadRecipe Recipe(string variant, int epochs = 3) => TrainingVariants.Find(variant).Apply(new HeadRecipe
    {
        Uncertainty = new AleatoricLossOptions { Samples = 3 },
        PredictivePasses = 2,
        Fit = new FitRecipe { Epochs = epochs, Batch = 8, LearningRate = 0.02 }
    });

    private static (ResidualClassifier, VarianceHead) Create(int seed) =>
        SeededWeights.Create(seed, () => (new ResidualClassifier(Side, Channels, 8, 1, Classes, 0.2), new VarianceHead(Classes)));

    private (double[] Weights, IReadOnlyList<EpochMetrics> Epochs) Train(string variant, int seed = 1, int epochs = 3)
    {
        using var scope = NewDisposeScope();
        (ResidualClassifier tail, VarianceHead variance) = Create(seed);
        IReadOnlyList<EpochMetrics> trained =
            new TailTrainer(tail, variance, Recipe(variant, epochs), seed).Train(_data, _data, TestContext.Current.CancellationToken);
        tail.training.Should().BeFalse();
        double[] weights = TinyTraining.Weights(tail, variance);
        tail.Dispose();
        variance.Dispose();
        return (weights, trained);
    }

    [Fact]
    public void Every_variant_learns_and_only_those_with_gradient_certainty_tell_of_it()
    {
        foreach (string variant in new[] { "baseline", "aul", "pul", "a-gca", "p-gca" })
        {
            (_, IReadOnlyList<EpochMetrics> epochs) = Train(variant, epochs: 40);
            epochs.Should().HaveCount(40);
            epochs[^1].ValidationAccuracy.Should().BeGreaterThan(0.9, variant);
            epochs[^1].TrainLoss.Should().BeLessThan(epochs[0].TrainLoss, variant);
            (epochs[^1].Certainty is not null).Should().Be(variant.EndsWith("gca"), variant);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_or_loss_others()
    {
        double[] first = Train("p-gca").Weights;
        Train("p-gca").Weights.Should().Equal(first);
        Train("p-gca", seed: 2).Weights.Should().NotEqual(first);
        foreach (string variant in new[] { "baseline", "aul", "pul", "a-gca" }) Train(variant).Weights.Should().NotEqual(first, variant);
    }

    [Fact]
    public void Gradient_certainty_changes_what_the_stage_learns_from_and_nothing_above_it()
    {
        using var scope = NewDisposeScope();
        (ResidualClassifier tail, VarianceHead variance) = Create(1);
        (Tensor features, Tensor targets) = _data.Batch([0, 1, 2, 3, 4, 5]);
        (double[] Stage, double[] Linear) Gradients(string variant)
        {
            tail.zero_grad();
            using var step = new UncertaintyStep(variance, Recipe(variant));
            using Generator dropout = new(1), noise = new(2);
            Tensor pooled = ResidualClassifier.Pool(tail.Refine(step.Mark(tail.Reduce(features))));
            step.Backward(pooled, f => tail.Classify(f, dropout), targets, noise, 1);
            return (tail.named_parameters().First(p => p.name.Contains("stage")).parameter.grad!.Numbers(), tail.Last.weight.grad!.Numbers());
        }
        (double[] plainStage, double[] plainLinear) = Gradients("aul");
        (double[] stage, double[] linear) = Gradients("a-gca");
        linear.ShouldBeNear(plainLinear, 1e-6);
        stage.Should().NotEqual(plainStage);
    }

    [Fact]
    public void The_marked_positions_get_gradients_of_their_own()
    {
        using var scope = NewDisposeScope();
        (ResidualClassifier tail, _) = Create(1);
        (Tensor features, Tensor targets) = _data.Batch([0, 1, 2, 3, 4, 5]);
        Tensor reduced = tail.Reduce(features).detach().requires_grad_(true);
        SoftCrossEntropy.PerSample(tail.Classify(ResidualClassifier.Pool(tail.Refine(reduced))), targets).mean().backward();
        Tensor gradient = reduced.grad!;
        (gradient - gradient.mean([1], keepdim: true)).abs().amax([1, 2]).gt(1e-6).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Training_leaves_no_tensor()
    {
        Train("a-gca");
        long before = Tensors.Live;
        Train("a-gca");
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void Cancelling_stops_at_the_next_batch()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        (ResidualClassifier tail, VarianceHead variance) = Create(1);
        var train = () => new TailTrainer(tail, variance, Recipe("baseline"), 1).Train(_data, _data, stop.Token);
        train.Should().Throw<OperationCanceledException>();
        tail.Dispose();
        variance.Dispose();
    }
}
