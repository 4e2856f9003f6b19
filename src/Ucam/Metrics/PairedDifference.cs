
namespace Ucam.Metrics;

/// <summary>How two methods differ on the same pairs, such as seeds: every p value is two-sided.</summary>
/// <param name="Pairs">Number of pairs n.</param>
/// <param name="Difference">Mean of a − b and its interval by <see cref="Student.Interval"/>.</param>
/// <param name="TTestP">Paired t-test, n − 1 degrees of freedom; NaN below two pairs. Equal differences give 1 if they are 0, else 0.</param>
/// <param name="WilcoxonP">
/// Wilcoxon's signed-rank test (1945), differences of 0 left out, equal sizes sharing the mean of their ranks. Up to 25
/// differences it is exact, over all 2ⁿ signs; beyond, the normal approximation with tie correction, without continuity
/// correction. 1 where no difference is left, NaN for no pairs.
/// </param>
/// <param name="EffectSize">Cohen's d_z (1988): mean over standard deviation of the differences; NaN below two pairs, 0 where all are 0, infinite
/// where all are equal.</param>
internal sealed record PairedDifference(int Pairs, MeanInterval Difference, double TTestP, double WilcoxonP, double EffectSize)
{
    private const int Digits = 40;

    /// <summary>
    /// Compares two lists pair by pair. Differences are taken to 2⁻⁴⁰ of the largest score, so that rounding (0.52 − 0.50
    /// against 0.62 − 0.60) neither makes a difference nor breaks a tie.
    /// </summary>
    /// <param name="a">Scores of one method.</param>
    /// <param name="b">Scores of the other, in the same order.</param>
    /// <param name="level">Level of confidence of the interval, in (0,1).</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is not finite, or the level is out of range.</exception>
    public static PairedDifference Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double level = 0.95)
    {
        MetricInput.SameLength(a.Length, b.Length, nameof(b));
        MetricInput.Finite(a, nameof(a));
        MetricInput.Finite(b, nameof(b));
        double[] differences = Differences(a, b);
        int n = differences.Length;
        double mean = Moments.Mean(differences), deviation = Moments.Deviation(differences);
        double effect = mean == 0 && deviation == 0 ? 0 : mean / deviation;
        double p = n < 2 ? double.NaN : Student.TwoSidedP(effect * Math.Sqrt(n), n - 1);
        return new PairedDifference(n, Student.Interval(differences, level), p, SignedRank.P(differences), effect);
    }

    private static double[] Differences(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var differences = new double[a.Length];
        double largest = 0;
        for (int i = 0; i < a.Length; i++) largest = Math.Max(largest, Math.Max(Math.Abs(a[i]), Math.Abs(b[i])));
        // A power of two: dividing and multiplying by it rounds nothing.
        double unit = largest == 0 ? 0 : Math.ScaleB(1, Math.ILogB(largest) - Digits);
        for (int i = 0; i < a.Length; i++) differences[i] = unit == 0 ? a[i] - b[i] : Math.Round((a[i] - b[i]) / unit) * unit;
        return differences;
    }
}
