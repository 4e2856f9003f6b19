using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Tests.Explanations;

public class TargetTests
{
    private static readonly ExplainerOptions Passes = new() { Passes = 6, Seed = 3 };

    public static TheoryData<string> Names => new(Targets.Keys);

    private static Dictionary<string, ExplanationTarget> Targets { get; } = new()
    {
        ["class"] = 1,
        ["contrast"] = ExplanationTarget.Contrast(2, 0),
        ["probability"] = ExplanationTarget.Probability(2),
        ["answer"] = ExplanationTarget.PredictedProbability,
        ["predictive"] = ExplanationTarget.Predictive,
        ["aleatoric"] = ExplanationTarget.Aleatoric,
        ["epistemic"] = ExplanationTarget.Epistemic,
        ["any"] = ExplanationTarget.Of("any", outputs => outputs.exp().sum([1])),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_of_every_target_over_dropout_passes_agree_with_finite_differences(string name)
    {
        const double step = 1e-5;
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features.conv2", Passes);
        Tensor picture = SeededNets.Picture(1, batch: 2);
        using ExplanationContext context = explain.Open([picture], Targets[name], cancellation: SeededNets.Stop);
        double[] gradient = context.PictureGradient(picture).Numbers();
        double size = gradient.Max(Math.Abs);
        size.Should().BeGreaterThan(1e-6);
        for (int i = 0; i < gradient.Length; i += 7)
        {
            Tensor nudge = zeros_like(picture);
            nudge.view(-1)[i] = step;
            double difference = (double)(context.Score(picture + nudge) - context.Score(picture - nudge)).sum() / (2 * step);
            gradient[i].Should().BeApproximately(difference, 1e-3 * size);
        }
    }

    [Fact]
    public void The_layer_s_gradient_leads_to_the_picture_s()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features.conv1", Passes);
        Tensor picture = SeededNets.Picture(1, batch: 2);
        using ExplanationContext context = explain.Open([picture], ExplanationTarget.Epistemic, cancellation: SeededNets.Stop);
        var conv = (TorchSharp.Modules.Conv2d)net.features[0];
        Tensor through = nn.functional.conv_transpose2d(context.Gradient, conv.weight!, padding: [1L, 1L]);
        through.Numbers().ShouldBeNear(context.PictureGradient(picture).Numbers(), 1e-12);
    }

    [Fact]
    public void Predictive_uncertainty_is_the_sum_of_the_other_two_cell_by_cell()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features.relu2", Passes);
        double[] Map(ExplanationTarget target) => explain.Raw(new HiResCam(), SeededNets.Picture(2), target);
        double[] parts = [.. Map(ExplanationTarget.Aleatoric).Zip(Map(ExplanationTarget.Epistemic), (a, e) => a + e)];
        Map(ExplanationTarget.Predictive).ShouldBeNear(parts, 1e-6);
        parts.Max(Math.Abs).Should().BeGreaterThan(1e-4);
    }

    [Fact]
    public void A_certain_answer_has_a_finite_gradient()
    {
        using var scope = NewDisposeScope();
        using var explain = new Explainer(inputs => new ModelOutput(inputs[0].mean([2, 3]) * 1e4));
        foreach (ExplanationTarget target in new[] { ExplanationTarget.Predictive, ExplanationTarget.Aleatoric })
            explain.Raw(new HiResCam(), SeededNets.Picture(2), target).Should().OnlyContain(v => double.IsFinite(v));
    }

    [Fact]
    public void Copies_of_a_picture_meet_the_same_thinned_networks()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, options: Passes);
        Tensor picture = SeededNets.Picture(1);
        using ExplanationContext context = explain.Open([picture], 1, cancellation: SeededNets.Stop);
        double[] scores = context.Score(picture.repeat(4, 1, 1, 1)).Numbers();
        scores.Distinct().Should().ContainSingle();
        context.Score(picture).Numbers()[0].Should().Be(scores[0]);
        using ExplanationContext whole = explain.Open([picture], 1, Thinning.OfPass(3, 0), cancellation: SeededNets.Stop),
            other = explain.Open([picture], 1, Thinning.OfPass(3, 1), cancellation: SeededNets.Stop);
        whole.Score(picture).Numbers().Should().NotEqual(other.Score(picture).Numbers());
    }

    [Fact]
    public void A_map_s_spread_is_that_of_the_passes()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        net.train();
        using var explain = new Explainer(net, "features.relu2");
        Tensor pictures = SeededNets.Picture(5, batch: 2);
        long before = Tensors.Live;
        IReadOnlyList<MapSpread> spread = explain.Spread(new GradCam(), [pictures], 1, passes: 8, cancellation: SeededNets.Stop);
        Tensors.Live.Should().Be(before);
        spread.Should().HaveCount(2);
        MapSpread first = spread[0];
        (first.Passes, first.Method).Should().Be((8, "grad-cam"));
        first.Deviation.Cast<float>().Should().OnlyContain(v => v >= 0 && v <= 0.75).And.Contain(v => v > 0.01);
        first.Agreement.Should().BeInRange(-1, 0.999);
        float[][] passes = [.. Enumerable.Range(0, 8).Select(pass =>
        {
            using ExplanationContext context = explain.Open([pictures], 1, Thinning.OfPass(1, pass), cancellation: SeededNets.Stop);
            return RawMaps.Of(new GradCam(), context)[0].ToMap().Values.Cast<float>().ToArray();
        })];
        float[] mean = [.. first.Mean.Cast<float>()], deviation = [.. first.Deviation.Cast<float>()];
        for (int i = 0; i < mean.Length; i += 5)
        {
            double average = passes.Average(p => p[i]);
            mean[i].Should().BeApproximately((float)average, 1e-5f);
            deviation[i].Should().BeApproximately((float)Math.Sqrt(passes.Sum(p => Math.Pow(p[i] - average, 2)) / 7), 1e-5f);
        }
        first.ToMap().Method.Should().Be("grad-cam");
        net.training.Should().BeTrue();
        HookCount.OfAll(net).Should().Be(0);
    }

    [Fact]
    public void A_map_below_the_dropout_that_does_not_know_the_target_is_certain()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features.relu2");
        MapSpread spread = explain.Spread(new EigenCam(), [SeededNets.Picture(5)], passes: 4, cancellation: SeededNets.Stop)[0];
        spread.Deviation.Cast<float>().Should().OnlyContain(v => v < 1e-6f);
        spread.Agreement.Should().BeApproximately(1, 1e-9);
    }

    [Fact]
    public void Without_dropout_there_is_no_spread_to_speak_of()
    {
        using var scope = NewDisposeScope();
        using OneConvolution net = SeededNets.OneConvolution();
        using var explain = new Explainer(net, "conv");
        explain.Invoking(e => e.Spread(new GradCam(), [SeededNets.Picture(1)], cancellation: SeededNets.Stop)).Should().Throw<UcamException>()
            .WithMessage("*No Dropout*");
        explain.Invoking(e => e.Spread(new GradCam(), [SeededNets.Picture(1)], passes: 1, cancellation: SeededNets.Stop))
            .Should().Throw<UcamException>()
            .WithMessage("*passes*");
    }
}
