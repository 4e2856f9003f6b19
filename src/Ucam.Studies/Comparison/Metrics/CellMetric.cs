namespace Ucam.Studies.Comparison.Metrics;

/// <summary>A metric of a comparison's cells.</summary>
/// <param name="Info">Name, title, direction, how it is shown, and what it is.</param>
/// <param name="Measure">Its value for a cell; NaN where it is undefined, null where it does not apply.</param>
internal sealed record CellMetric(CompareMetric Info, Func<TestedCell, double?> Measure)
{
    /// <summary>Whether it applies to trained cells of some studies only.</summary>
    public bool OfSome { get; init; }
}
