using Ucam.Uncertainty;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Reference;

/// <summary>The same weights, features and questions give the numbers that an independent implementation in PyTorch computed.</summary>
public class ParityTests
{
    public static TheoryData<ScalarType, double> Precisions => new() { { ScalarType.Float32, 1e-5 }, { ScalarType.Float64, 1e-10 } };

    /// <summary>Relative, but for numbers that are near zero beside the others of their tensor.</summary>
    private static void Agree(Tensor actual, Tensor expected, double tolerance, string what)
    {
        actual.shape.Should().Equal(expected.shape, what);
        double[] a = actual.Numbers(), b = expected.Numbers();
        double floor = 0.1 * b.Max(Math.Abs);
        a.Zip(b, (x, y) => Math.Abs(x - y) / Math.Max(Math.Abs(y), floor)).Max().Should().BeLessThanOrEqualTo(tolerance, what);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Logits_attention_and_variance_agree(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var fixture = new ParityFixture();
        using VqaNetwork network = ParityFixture.Network(type);
        (Tensor logits, Tensor attention) = network.Head.Answer(fixture.Features(type), fixture.Ids(), fixture["in.lengths"]);
        Agree(logits, fixture["out.logits"], tolerance, "logits");
        Agree(attention.transpose(1, 2), fixture["out.attention"], tolerance, "attention");
        Agree(network.Variance.call(logits), fixture["out.variance"], tolerance, "σ²");
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Losses_agree(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var fixture = new ParityFixture();
        using VqaNetwork network = ParityFixture.Network(type);
        (Tensor logits, _) = network.Head.Answer(fixture.Features(type), fixture.Ids(), fixture["in.lengths"]);
        Tensor clean = SoftCrossEntropy.PerSample(logits, fixture["in.target"].to(type));
        Tensor deviation = (network.Variance.call(logits) + 1e-6).sqrt();
        using var noise = new Generator(ParityFixture.NoiseSeed);
        DistortedSums sums = DistortedSums.Create(logits, deviation, clean, new Distortion(fixture["in.target"].to(type), Options, noise, false));
        sums.Add(fixture["in.noise"].to(type));
        Agree(clean, fixture["out.cross_entropy"], tolerance, "L_y");
        Agree(sums.Values()[0], fixture["out.distorted"], tolerance, "L_p");
        Agree(sums.Values()[1], fixture["out.undistorted"], tolerance, "UDL");
        using AleatoricTerms terms = Terms(network, logits, fixture["in.target"]);
        Agree(terms.VarianceEqualiser, fixture["out.equaliser"], tolerance, "VE");
    }

    [Fact]
    public void The_loss_draws_the_noise_that_pytorch_draws_for_the_seed()
    {
        using var scope = NewDisposeScope();
        using var fixture = new ParityFixture();
        using VqaNetwork network = ParityFixture.Network();
        (Tensor logits, _) = network.Head.Answer(fixture.Features(ScalarType.Float32), fixture.Ids(), fixture["in.lengths"]);
        using AleatoricTerms terms = Terms(network, logits, fixture["in.target"]);
        Agree(terms.Distorted, fixture["out.distorted"], 1e-5, "L_p");
        Agree(terms.UncertaintyPerSample(), fixture["out.uncertainty"], 1e-5, "L_u");
        Agree(terms.CrossEntropy.mean() + terms.Uncertainty(), fixture["out.total"], 1e-5, "L");
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Entropies_of_given_dropout_masks_agree(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var fixture = new ParityFixture();
        using VqaNetwork network = ParityFixture.Network(type);
        Glimpse glimpse = network.Head.Look(fixture.Features(type), fixture.Ids(), fixture["in.lengths"]);
        Tensor masks = fixture["in.masks"].to(type), masked = network.Head.Gather(glimpse) * masks / ParityFixture.Keep;
        Tensor logits = network.Head.Classify(masked.flatten(0, 1)).view(masks.shape[0], masks.shape[1], -1);
        using var statistics = new PassStatistics();
        statistics.Add(logits.narrow(0, 0, 2));
        statistics.Add(logits.narrow(0, 2, masks.shape[0] - 2));
        (_, Tensor predictive, Tensor expected) = statistics.Finish();
        Agree(predictive, fixture["out.predictive"], tolerance, "H[p̄]");
        Agree(expected, fixture["out.expected"], tolerance, "mean H[p]");
    }

    [Theory]
    [InlineData(ScalarType.Float32, 1e-4)]
    [InlineData(ScalarType.Float64, 1e-6)]
    public void The_published_map_agrees(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var fixture = new ParityFixture();
        using VqaNetwork network = ParityFixture.Network(type);
        Tensor target = fixture["in.target"];
        var method = new UCam(logits =>
        {
            using AleatoricTerms terms = Terms(network, logits, target);
            return new AnswerLosses(terms.CrossEntropy.alias(), terms.UncertaintyPerSample());
        });
        using Explainer explain = VqaExplanation.FromFeatures(network);
        Tensor[] inputs = [fixture.Features(type), fixture.Ids(), fixture["in.lengths"]];
        double[] actual = [.. explain.Explain([method], inputs, cancellation: SeededNets.Stop)[0].Values().SelectMany(map => map)];
        Agree(tensor(actual).view(fixture["out.map"].shape), fixture["out.map"], tolerance, "map");
    }

    private static AleatoricLossOptions Options => new() { Samples = ParityFixture.Samples };

    private static AleatoricTerms Terms(VqaNetwork network, Tensor logits, Tensor target)
    {
        using var noise = new Generator(ParityFixture.NoiseSeed);
        return AleatoricLoss.Compute(logits, network.Variance.call(logits), target, Options, noise);
    }
}
