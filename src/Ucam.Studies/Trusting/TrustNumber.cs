namespace Ucam.Studies;

/// <summary>A number of a classifier's report.</summary>
/// <param name="Part">The part of the report: "answers", "calibration", "selection", "thresholds", "sets", "foreign", "shifts" or "maps".</param>
/// <param name="Subject">What it is about: a confidence, a shift, a map.</param>
/// <param name="Metric">What is measured, such as "auroc".</param>
/// <param name="Value">Its value, in [0,1] for shares; NaN where it is undefined.</param>
public sealed record TrustNumber(string Part, string Subject, string Metric, double Value);
