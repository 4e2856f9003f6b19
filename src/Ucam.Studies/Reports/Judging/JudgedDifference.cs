using Ucam.Metrics;
using Ucam.Studies.Comparison.Judging;
using Ucam.Vqa;

namespace Ucam.Studies.Reports.Judging;

/// <summary>How two judges differ in a metric over the cells of some methods.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Paired">The differences, with Student's interval; a pair is a cell.</param>
/// <param name="Resampled">The bootstrap interval of the same differences.</param>
internal sealed record JudgedDifference(CompareMetric Metric, PairedDifference Paired, MeanInterval Resampled)
{
    /// <summary>Whether the mean lies on the good side of 0.</summary>
    public bool IsBetter => Metric.Direction == MetricDirection.Lower ? Paired.Difference.Mean < 0 : Paired.Difference.Mean > 0;

    /// <summary>1 where the interval lies on the good side of 0, −1 on the bad one, else 0.</summary>
    public int Side
    {
        get
        {
            (double low, double high) = (Paired.Difference.Low, Paired.Difference.High);
            int above = low > 0 ? 1 : high < 0 ? -1 : 0;
            return Metric.Direction == MetricDirection.Lower ? -above : above;
        }
    }

    /// <summary>"+0.0067 (+0.0014 to +0.0116)".</summary>
    public string InWords => $"{Metric.Signed(Paired.Difference.Mean)} ({Interval(Paired.Difference)})";

    /// <summary>"+0.0014 to +0.0116".</summary>
    public string Interval(MeanInterval interval) =>
        double.IsNaN(interval.Low) ? "–" : $"{Metric.Signed(interval.Low)} to {Metric.Signed(interval.High)}";

    /// <summary>The difference over the cells where both were measured.</summary>
    public static JudgedDifference Of(CompareMetric metric, JudgedContrast contrast, IReadOnlyList<JudgedRow> rows)
    {
        var references = rows.Where(row => row.Judge == contrast.Reference).ToDictionary(row => row.Cell, row => row.Value(metric.Name));
        (double, double)[] pairs = [.. rows.Where(row => row.Judge == contrast.Judge && references.ContainsKey(row.Cell)).OrderBy(row => row.Cell)
            .Select(row => (row.Value(metric.Name), references[row.Cell]))
            .Where(pair => double.IsFinite(pair.Item1) && double.IsFinite(pair.Item2))];
        double[] a = [.. pairs.Select(pair => pair.Item1)], b = [.. pairs.Select(pair => pair.Item2)];
        return new JudgedDifference(metric, PairedDifference.Of(a, b), Bootstrap.Interval([.. a.Zip(b, (x, y) => x - y)], seed: 1));
    }
}
