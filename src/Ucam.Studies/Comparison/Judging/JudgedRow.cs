namespace Ucam.Studies.Comparison.Judging;

/// <summary>How well a judge tells a cell's right answers from wrong ones.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Judge">Name of the judge.</param>
/// <param name="Values">Metric name → value.</param>
internal sealed record JudgedRow(CompareCell Cell, string Judge, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>The value of a metric; NaN where it is undefined.</summary>
    public double Value(string metric) => Values.GetValueOrDefault(metric, double.NaN);
}
