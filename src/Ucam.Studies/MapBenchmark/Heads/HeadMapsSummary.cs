using Ucam.Metrics;
using Ucam.Studies.MapBenchmark.Doubt;

namespace Ucam.Studies.MapBenchmark.Heads;

/// <summary>
/// What rows of several networks come to: a question counts once, as the mean over the networks that were asked it, so that intervals by
/// resampling questions hold for networks that share them.
/// </summary>
internal static class HeadMapsSummary
{
    /// <summary>The mean of a metric with its 95 % bootstrap interval.</summary>
    public static MeanInterval Mean(IEnumerable<HeadMapsRow> rows, string metric, int seed) =>
        DoubtSummary.Mean(ByQuestion(rows.Select(row => row.Row), metric), metric, seed);

    /// <summary>The share of the repairable doubt that repairing the highest 10 % of the pixels takes away.</summary>
    public static MeanInterval TakenAway(IEnumerable<HeadMapsRow> rows, int seed) =>
        DoubtSummary.TakenAway(ByQuestion(rows.Select(row => row.Row), DoubtMetrics.Fall, DoubtMetrics.Repairable), seed);

    /// <summary>A metric of a map less that of another for the same networks and questions.</summary>
    public static MeanInterval Less(IEnumerable<HeadMapsRow> rows, IEnumerable<HeadMapsRow> other, string metric, int seed) =>
        DoubtSummary.Mean(ByQuestion(Differences(rows, other, metric), metric), metric, seed);

    /// <summary>The same for the share that is taken away.</summary>
    public static MeanInterval TakenAwayLess(IEnumerable<HeadMapsRow> rows, IEnumerable<HeadMapsRow> other, int seed) =>
        DoubtSummary.TakenAway(ByQuestion(Differences(rows, other, DoubtMetrics.Fall), DoubtMetrics.Fall, DoubtMetrics.Repairable), seed);

    private static IEnumerable<MapRow> Differences(IEnumerable<HeadMapsRow> rows, IEnumerable<HeadMapsRow> others, string metric) =>
        from row in rows
        join other in others on (row.Cell, row.Row.Sample) equals (other.Cell, other.Row.Sample)
        select row.Row with
        {
            Values = new Dictionary<string, double>(row.Row.Values)
            { [metric] = row.Row.Values.GetValueOrDefault(metric, double.NaN) - other.Row.Values.GetValueOrDefault(metric, double.NaN) },
        };

    private static IEnumerable<MapRow> ByQuestion(IEnumerable<MapRow> rows, params string[] metrics) =>
        from row in rows
        where metrics.All(metric => double.IsFinite(row.Values.GetValueOrDefault(metric, double.NaN)))
        group row by row.Sample into question
        select new MapRow("", question.Key, metrics.ToDictionary(metric => metric, metric => question.Average(row => row.Values[metric])));
}
