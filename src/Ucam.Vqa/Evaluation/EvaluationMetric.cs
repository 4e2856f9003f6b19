namespace Ucam.Vqa;

/// <summary>A figure over the results of a set's questions.</summary>
/// <param name="Name">Short lower-case name, which is its column in tables.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Direction">Which values are better.</param>
/// <param name="Value">From the results of questions with answers, at least one, to the figure; NaN where it is undefined.</param>
public sealed record EvaluationMetric(string Name, string Title, MetricDirection Direction, Func<IReadOnlyList<QuestionResult>, double> Value)
{
    /// <summary>One line that says what it is.</summary>
    public string Definition { get; init; } = "";
}
