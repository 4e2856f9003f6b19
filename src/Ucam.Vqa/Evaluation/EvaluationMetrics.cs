using Ucam.Vqa.Evaluation;

namespace Ucam.Vqa;

/// <summary>Metrics of one's own, which evaluation computes beside its own figures: in summaries, tables and comparisons.</summary>
public static class EvaluationMetrics
{
    internal static Catalogue<EvaluationMetric> Catalogue { get; } = new("a metric", metric => metric.Name);

    /// <summary>The metrics that were added, in that order.</summary>
    public static IReadOnlyList<EvaluationMetric> All => Catalogue.All;

    /// <summary>Adds a metric.</summary>
    /// <exception cref="UcamException">The name is taken, also by a column of the tables, or no name.</exception>
    public static void Add(EvaluationMetric metric) => Catalogue.Add(metric, SummaryColumns.Names);

    /// <summary>The figures of some questions, by the metrics' names.</summary>
    internal static IReadOnlyDictionary<string, double> Values(IReadOnlyList<QuestionResult> rows) => Values(All, rows);

    /// <summary>The same of given metrics.</summary>
    internal static IReadOnlyDictionary<string, double> Values(IReadOnlyList<EvaluationMetric> metrics, IReadOnlyList<QuestionResult> rows) =>
        metrics.ToDictionary(metric => metric.Name, metric => metric.Value(rows));
}
