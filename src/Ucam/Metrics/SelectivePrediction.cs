using Ucam.Metrics;

namespace Ucam;

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
    private const double Rounding = 1e-12;

    /// <summary>The risk at each coverage, the most certain samples first; empty for no samples.</summary>
    /// <param name="uncertainty">One value a sample, higher is less sure.</param>
    /// <param name="loss">One value a sample, such as 1 − accuracy.</param>
    /// <exception cref="ArgumentException">The lengths differ or a value is NaN.</exception>
    public static RiskCoverageCurve RiskCoverage(ReadOnlySpan<double> uncertainty, ReadOnlySpan<double> loss)
    {
        MetricInput.SameLength(uncertainty.Length, loss.Length, nameof(loss));
        MetricInput.NoNaN(uncertainty, nameof(uncertainty));
        MetricInput.NoNaN(loss, nameof(loss));
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

    /// <summary>The risk at given coverages, for plots and tables: between two samples of the curve, a part of the second is answered.</summary>
    /// <param name="uncertainty">One value a sample, higher is less sure.</param>
    /// <param name="loss">One value a sample, such as 1 − accuracy.</param>
    /// <param name="coverage">Shares of samples answered, in [0,1] and any order; below one sample, the first sample's risk.</param>
    /// <returns>One risk a coverage; NaN for no samples.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a value is NaN, or a coverage is outside [0,1].</exception>
    public static double[] RiskAtCoverage(ReadOnlySpan<double> uncertainty, ReadOnlySpan<double> loss, ReadOnlySpan<double> coverage)
    {
        MetricInput.Share(coverage, nameof(coverage));
        var curve = RiskCoverage(uncertainty, loss);
        return [.. coverage.ToArray().Select(share => RiskAt(curve.Risk, share))];
    }

    /// <summary>
    /// The largest coverage whose risk is at most a limit (Geifman &amp; El-Yaniv 2017; C@R of Whitehead et al. 2022 for VQA).
    /// Only thresholds on the uncertainty count: samples of equal uncertainty are answered together or not at all.
    /// </summary>
    /// <param name="uncertainty">One value a sample, higher is less sure.</param>
    /// <param name="loss">One value a sample, such as 1 − accuracy.</param>
    /// <param name="risk">Highest mean loss of the answered samples, met within 1e-12 for rounding.</param>
    /// <returns>In [0,1]; 0 where no threshold meets the limit, NaN for no samples.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a value is NaN.</exception>
    public static double CoverageAtRisk(ReadOnlySpan<double> uncertainty, ReadOnlySpan<double> loss, double risk)
    {
        MetricInput.NoNaN([risk], nameof(risk));
        var curve = RiskCoverage(uncertainty, loss);
        int[] order = Ranks.Order(uncertainty);
        double largest = order.Length == 0 ? double.NaN : 0;
        for (int end = 0; end < order.Length;)
        {
            end = Ranks.RunEnd(uncertainty, order, end);
            if (curve.Risk[end - 1] <= risk + Rounding) largest = curve.Coverage[end - 1];
        }
        return largest;
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

    /// <summary>
    /// Area under the generalised risk–coverage curve (Traub et al. 2024): of the joint risk, coverage × risk, over coverage
    /// from 0 to 1 by the trapezoidal rule: the mean loss that goes undetected. With a loss in [0,1] of mean r it equals
    /// r(1 − r)·(1 − AUROC) + r²/2, the AUROC being that of uncertainty for the loss.
    /// </summary>
    /// <returns>For a loss in [0,1], from r²/2 to r − r²/2; NaN for no samples.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a value is NaN.</exception>
    public static double Augrc(ReadOnlySpan<double> uncertainty, ReadOnlySpan<double> loss)
    {
        var curve = RiskCoverage(uncertainty, loss);
        if (curve.Risk.Length == 0) return double.NaN;
        double joint = curve.Risk.Zip(curve.Coverage, (risk, coverage) => risk * coverage).Sum();
        return (joint - curve.Risk[^1] / 2) / curve.Risk.Length;
    }

    private static double RiskAt(double[] risk, double coverage)
    {
        if (risk.Length == 0) return double.NaN;
        double samples = coverage * risk.Length;
        if (samples <= 1) return risk[0];
        int whole = (int)samples;
        double sum = whole * risk[whole - 1];
        // Of the next sample there may be no part, and a sum that is infinite stays so: neither may make an infinite loss NaN.
        if (samples > whole && double.IsFinite(sum)) sum += (samples - whole) * ((whole + 1) * risk[whole] - sum);
        return sum / samples;
    }
}
