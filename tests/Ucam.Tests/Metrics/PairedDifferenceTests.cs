using System.Text.Json;
using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class PairedDifferenceTests
{
    [Fact]
    public void It_agrees_with_mpmath_and_with_all_signs()
    {
        foreach (var expected in ScipyValues.Load("significance.json").GetProperty("paired").EnumerateArray())
        {
            double Number(string name) => expected.GetProperty(name).GetDouble();
            double[] a = expected.GetProperty("a").Deserialize<double[]>()!, b = expected.GetProperty("b").Deserialize<double[]>()!;
            var difference = PairedDifference.Of(a, b);
            difference.Pairs.Should().Be(a.Length);
            difference.Difference.Mean.Should().BeApproximately(Number("mean"), 1e-11);
            difference.Difference.Low.Should().BeApproximately(Number("low"), 1e-10);
            difference.Difference.High.Should().BeApproximately(Number("high"), 1e-10);
            difference.TTestP.Should().BeApproximately(Number("t_test"), 1e-10);
            difference.WilcoxonP.Should().BeApproximately(Number("wilcoxon"), 1e-14);
            difference.EffectSize.Should().BeApproximately(Number("effect"), 1e-10);
        }
    }

    [Fact]
    public void Exact_signed_rank_agrees_with_published_critical_values()
    {
        // Two-sided 0.05 allows a rank sum of at most 8 for n = 10 and 25 for n = 15; the least p for n = 5 is 2/32.
        SignedRank.P(WithRankSum(10, 8)).Should().BeApproximately(50 / 1024.0, 1e-15);
        SignedRank.P(WithRankSum(10, 9)).Should().BeGreaterThan(0.05);
        SignedRank.P(WithRankSum(15, 25)).Should().BeLessThan(0.05);
        SignedRank.P(WithRankSum(15, 26)).Should().BeGreaterThan(0.05);
        SignedRank.P(WithRankSum(5, 0)).Should().Be(0.0625);
    }

    [Fact]
    public void Signed_rank_counts_all_signs_with_ties_and_without() =>
        Gen.Int[-4, 4].Array[1, 9].Where(d => d.Any(x => x != 0)).Sample(differences =>
        {
            int[] kept = [.. differences.Where(d => d != 0)];
            double Rank(int d) => kept.Count(x => Math.Abs(x) < Math.Abs(d)) + (kept.Count(x => Math.Abs(x) == Math.Abs(d)) + 1) / 2.0;
            double middle = kept.Sum(Rank) / 2, observed = Math.Abs(kept.Where(d => d > 0).Sum(Rank) - middle);
            int extreme =
                Enumerable.Range(0, 1 << kept.Length).Count(signs =>
                Math.Abs(kept.Where((_, i) => (signs >> i & 1) == 1).Sum(Rank) - middle) >= observed);
            return Math.Abs(SignedRank.P([.. differences.Select(d => (double)d)]) - extreme / Math.Pow(2, kept.Length)) < 1e-12;
        });

    [Fact]
    public void The_normal_approximation_takes_over_and_is_close()
    {
        // n = 26, T = 98: variance n(n+1)(2n+1)/24 without ties.
        double z = (98 - 26 * 27 / 4.0) / Math.Sqrt(26 * 27 * 53 / 24.0);
        double expected = 2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, z);
        SignedRank.P(WithRankSum(26, 98)).Should().BeApproximately(expected, 1e-12);
        SignedRank.P([.. WithRankSum(26, 98), 0, 0]).Should().BeApproximately(expected, 1e-12);
        // Ties: the variance loses Σ(t³ − t)/48; all 30 tied, 20 above.
        double[] tied = [.. Enumerable.Repeat(1.0, 20), .. Enumerable.Repeat(-1.0, 10)];
        double variance = 30 * 31 * 61 / 24.0 - (27000 - 30) / 48.0;
        SignedRank.P(tied).Should().BeApproximately(2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, (155 - 232.5) / Math.Sqrt(variance)), 1e-12);
        // Where both can be had they agree.
        // All 2²⁵ choices of signs, counted in two halves: 1,606,141 have a rank sum of at most 100.
        SignedRank.P(WithRankSum(25, 100)).Should().BeApproximately(2 * 1606141 / Math.Pow(2, 25), 1e-14);
        SignedRank.P(WithRankSum(25, 100))
            .Should().BeApproximately(SignedRank.Normal([.. Enumerable.Range(1, 25).Select(i => (double)i)], 100), 0.01);
    }

    [Fact]
    public void Turning_the_methods_round_turns_the_sign_round() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9]).Array[2, 12].Sample(pairs =>
        {
            double[] a = [.. pairs.Select(p => p.Item1 / 7.0)], b = [.. pairs.Select(p => p.Item2 / 7.0)];
            PairedDifference one = PairedDifference.Of(a, b), other = PairedDifference.Of(b, a);
            return one.TTestP.Equals(other.TTestP) && one.WilcoxonP.Equals(other.WilcoxonP) && one.EffectSize.Equals(-other.EffectSize)
                && one.Difference.Low.Equals(-other.Difference.High) && one.Difference.Mean.Equals(-other.Difference.Mean);
        });

    [Fact]
    public void Rounding_neither_makes_a_difference_nor_breaks_a_tie()
    {
        var none = PairedDifference.Of([0.1 + 0.2, 0.1 + 0.2], [0.3, 0.3]);
        none.Should().Be(new PairedDifference(2, new MeanInterval(0, 0, 0), 1, 1, 0));
        var equal = PairedDifference.Of([0.52, 0.62, 0.72], [0.50, 0.60, 0.70]);
        equal.Difference.Mean.Should().BeApproximately(0.02, 1e-12);
        equal.Should().Match<PairedDifference>(d => d.TTestP == 0 && d.WilcoxonP == 0.25 && d.EffectSize == double.PositiveInfinity);
        // The largest score decides, though the other method's are 0.
        PairedDifference.Of([0.1 + 0.2, 0.3], [0, 0]).EffectSize.Should().Be(double.PositiveInfinity);
        PairedDifference.Of([0, 0], [0.1 + 0.2, 0.3]).EffectSize.Should().Be(double.NegativeInfinity);
        // The smallest numbers have no 40 digits more to be rounded to.
        PairedDifference.Of([3 * double.Epsilon], [double.Epsilon]).Difference.Mean.Should().Be(2 * double.Epsilon);
    }

    [Fact]
    public void Few_pairs()
    {
        PairedDifference.Of([], [])
            .Should().Be(new PairedDifference(0, new MeanInterval(double.NaN, double.NaN, double.NaN), double.NaN, double.NaN, double.NaN));
        PairedDifference.Of([3], [1]).Should().Be(new PairedDifference(1, new MeanInterval(2, double.NaN, double.NaN), double.NaN, 1, double.NaN));
        PairedDifference.Of([0, 0], [0, 0]).Should().Be(new PairedDifference(2, new MeanInterval(0, 0, 0), 1, 1, 0));
    }

    [Fact]
    public void Nan_other_lengths_and_levels_out_of_range_are_refused()
    {
        Action[] wrong =
        [
            () => PairedDifference.Of([double.NaN, 1], [1, 2]), () => PairedDifference.Of([1, 2], [1, double.PositiveInfinity]),
            () => PairedDifference.Of([1, 2], [1]), () => PairedDifference.Of([1, 2], [1, 3], 1),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
        (string Name, Action Call)[] named =
        [
            ("a", () => PairedDifference.Of([double.NaN, 1], [1, 2])), ("b", () => PairedDifference.Of([1, 2], [1, double.PositiveInfinity])),
        ];
        foreach (var (name, call) in named) call.Should().Throw<ArgumentException>().WithParameterName(name);
    }

    /// <summary>Differences 1..n whose positive ranks sum to a number: the highest ranks that fit.</summary>
    private static double[] WithRankSum(int n, int sum)
    {
        var values = new double[n];
        for (int rank = n; rank > 0; rank--)
        {
            bool positive = rank <= sum;
            if (positive) sum -= rank;
            values[rank - 1] = positive ? rank : -rank;
        }
        return values;
    }
}
