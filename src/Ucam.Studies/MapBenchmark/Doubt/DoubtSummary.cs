using Ucam.Metrics;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>What the rows of one map come to.</summary>
internal static class DoubtSummary
{
    private const int Resamples = 2000;

    /// <summary>The mean of a metric over the questions where it is defined, with its 95 % bootstrap interval.</summary>
    public static MeanInterval Mean(IEnumerable<MapRow> rows, string metric, int seed) =>
        Bootstrap.Interval([.. rows.Select(row => Value(row, metric)).Where(double.IsFinite)], seed);

    /// <summary>
    /// The share of the repairable doubt of all questions together that repairing the highest 10 % of the pixels takes away: a ratio of sums, its
    /// interval by resampling the questions.
    /// </summary>
    public static MeanInterval TakenAway(IEnumerable<MapRow> rows, int seed)
    {
        (double Fall, double Whole)[] pairs = [.. rows.Select(row => (Value(row, DoubtMetrics.Fall), Value(row, DoubtMetrics.Repairable)))];
        if (pairs.Length == 0) return new MeanInterval(double.NaN, double.NaN, double.NaN);
        var random = new Random(seed);
        double[] ratios = [.. Enumerable.Range(0, Resamples)
            .Select(_ => Ratio([.. pairs.Select(_ => pairs[random.Next(pairs.Length)])])).Order()];
        return new MeanInterval(Ratio(pairs), ratios[(int)(0.025 * Resamples)], ratios[(int)(0.975 * Resamples) - 1]);
    }

    private static double Ratio((double Fall, double Whole)[] pairs) => pairs.Sum(pair => pair.Fall) / pairs.Sum(pair => pair.Whole);

    private static double Value(MapRow row, string metric) => row.Values.TryGetValue(metric, out double value) ? value : double.NaN;
}
