namespace Ucam.Vqa.Evaluation;

/// <summary>A figure of how well a confidence tells right answers from wrong ones.</summary>
/// <param name="Name">Short lower-case name, as in files.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Direction">Which values are better.</param>
/// <param name="Definition">What it is, in one line.</param>
/// <param name="Of">The figure of some answers, at least one; NaN where it is not defined.</param>
internal sealed record CertaintyMetric(string Name, string Title, MetricDirection Direction, string Definition, Func<RatedAnswers, double> Of);
