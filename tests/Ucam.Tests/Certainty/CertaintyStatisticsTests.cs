using static TorchSharp.torch;

namespace Ucam.Tests.Certainty;

public class CertaintyStatisticsTests
{
    private const int Batch = 4, Positions = 5, Channels = 3, Each = Positions * Channels;

    private static Tensor Y => Probe.Normal(1, Batch, Positions, Channels);

    // The last sample's gradients agree everywhere, so that its mask is empty.
    private static Tensor U => cat([Probe.Normal(2, Batch - 1, Positions, Channels), Y.narrow(0, Batch - 1, 1) * 0.5]);

    private static double Length(IEnumerable<double> x) => Math.Sqrt(x.Sum(v => v * v));

    private static CertaintyStatistics ByLoops(double[] y, double[] u, GradientCertaintyOptions options)
    {
        double[] mask = CutReference.Mask(y, u, [], (Batch, Positions, Channels), options);
        double[][] ys = [.. y.Chunk(Each)], us = [.. u.Chunk(Each)], masks = [.. mask.Chunk(Each)];
        // Every channel repeats the mask of its position unless each has its own; both average to the same.
        double[][] columns =
            [.. masks.SelectMany(m => Enumerable.Range(0, Channels).Select(c => m.Where((_, i) => i % Channels == c).ToArray()))
            .Where(c => c.Sum() > 0)];
        double entropy = columns.Average(column => -column.Where(v => v > 0).Sum(v => v * Math.Log(v)));
        return new CertaintyStatistics(Batch, masks.Average(m => m.Sum() > 0 ? 0 : 1.0), entropy, entropy / Math.Log(Positions),
            ys.Zip(us, (a, b) => a.Zip(b, (v, w) => v * w).Sum() / Length(a) / Length(b)).Average(),
            us.Average(Length) / ys.Average(Length), mask.Average(v => v > 0 ? 1.0 : 0));
    }

    private static double[] Numbers(CertaintyStatistics s) =>
        [s.Samples, s.EmptyShare, s.MaskEntropy, s.MaskEntropyShare, s.Cosine, s.NormRatio, s.PositiveShare];

    [Theory]
    [InlineData(CertaintyCombine.Masked)]
    [InlineData(CertaintyCombine.Additive)]
    public void Every_number_is_what_loops_give(CertaintyCombine combine)
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty(new GradientCertaintyOptions { Combine = combine });
        Probe.Passed(certainty, Y, U);
        double[] expected = Numbers(ByLoops(Y.Numbers(), U.Numbers(), certainty.Options));
        expected[1].Should().Be(0.25);
        Numbers(certainty.StepStatistics()).ShouldBeNear(expected, 1e-12);
        Numbers(certainty.TakeEpochStatistics()).ShouldBeNear(expected, 1e-12);
    }

    [Fact]
    public void An_epoch_counts_each_sample_once_and_then_starts_anew()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Probe.Passed(certainty, Y, U);
        Probe.Passed(certainty, Y.narrow(0, Batch - 1, 1), U.narrow(0, Batch - 1, 1));
        certainty.StepStatistics().EmptyShare.Should().Be(1);
        CertaintyStatistics epoch = certainty.TakeEpochStatistics();
        (epoch.Samples, epoch.EmptyShare).Should().Be((5, 0.4));
        var again = () => certainty.TakeEpochStatistics();
        again.Should().Throw<InvalidOperationException>();
        Probe.Passed(certainty, Y, U);
        certainty.TakeEpochStatistics().Samples.Should().Be(4);
    }

    [Fact]
    public void What_nothing_defines_is_not_a_number()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Probe.Passed(certainty, Y, zeros_like(Y));
        CertaintyStatistics statistics = certainty.StepStatistics();
        statistics.Should().Be(new CertaintyStatistics(Batch, 1, double.NaN, double.NaN, double.NaN, 0, 0));
    }

    [Fact]
    public void Without_a_step_there_is_nothing_to_read()
    {
        using var certainty = new GradientCertainty();
        var read = () => certainty.StepStatistics();
        read.Should().Throw<InvalidOperationException>();
    }
}
