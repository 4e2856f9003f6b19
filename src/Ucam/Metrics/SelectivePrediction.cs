namespace Ucam.Metrics;

/// <summary>What remains of the loss when the most uncertain answers are withheld.</summary>
/// <param name="Coverage">Share of samples answered, rising from 1/n to 1.</param>
/// <param name="Risk">Mean loss of the answered samples at each coverage.</param>
public sealed record RiskCoverageCurve(double[] Coverage, double[] Risk);

/// <summary>
/// Selective prediction (El-Yaniv &amp; Wiener 2010; Geifman &amp; El-Yaniv 2017). Samples of equal uncertainty are taken in
/// random order in expectation, so the order given does not matter.
/// </summary>
public static class SelectivePrediction
{
    /// <summary>The risk at each coverage, the most certain samples first; empty for no samples.</summary>
    /// <param name="uncertainty">One value a sample, higher is less sure.</param>
    /// <param name="loss">One value a sample, such as 1 − accuracy.</param>
    /// <exception cref="ArgumentException">The lengths differ or a value is NaN.</exception>
    public static RiskCoverageCurve RiskCoverage(ReadOnlySpan<double> uncertainty, ReadOnlySpan<double> loss)
    {
        Check.SameLength(uncertainty.Length, loss.Length, nameof(loss));
        Check.NoNaN(uncertainty, nameof(uncertainty));
        Check.NoNaN(loss, nameof(loss));
        int[] order = Ranks.Order(uncertainty);
        var curve = new RiskCoverageCurve(new double[order.Length], new double[order.Length]);
        double before = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = Ranks.RunEnd(uncertainty, order, start);
            double sum = 0;
            for (int i = start; i < end; i++) sum += loss[order[i]];
            for (int i = start; i < end; i++)
            {
                curve.Coverage[i] = (i + 1.0) / order.Length;
                curve.Risk[i] = (before + sum * (i + 1 - start) / (end - start)) / (i + 1);
            }
            before += sum;
            start = end;
        }
        return curve;
    }

    /// <summary>Area under the risk–coverage curve: the mean risk over the n coverages; NaN for no samples.</summary>
    /// <exception cref="ArgumentException">The lengths differ or a value is NaN.</exception>
    public static double Aurc(ReadOnlySpan<double> uncertainty, ReadOnlySpan<double> loss)
    {
        var curve = RiskCoverage(uncertainty, loss);
        return curve.Risk.Length == 0 ? double.NaN : curve.Risk.Average();
    }

    /// <summary>
    /// Excess AURC (Geifman, Uziel &amp; El-Yaniv 2019): AURC less that of the best possible order, which takes the smallest losses
    /// first; 0 is perfect. The best order's area is computed exactly, not by the logarithmic approximation.
    /// </summary>
    /// <returns>≥ 0; NaN for no samples.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a value is NaN.</exception>
    public static double ExcessAurc(ReadOnlySpan<double> uncertainty, ReadOnlySpan<double> loss) =>
        Math.Max(0, Aurc(uncertainty, loss) - Aurc(loss, loss));
}
