using Ucam.Studies.Comparison;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;

namespace Ucam.Studies.Reports.Comparison.Sections;

/// <summary>Whether the cells were trained until nothing more was to be gained.</summary>
internal static class ConvergenceTable
{
    // Points of validation accuracy over the last fifth of the epochs above which a cell was still learning.
    private const double Rise = 0.5;

    public static TableBlock Of(CurveSet curves)
    {
        var rows = curves.Variants.Select(variant => Row(variant, [.. curves.Cells(variant).Select(c => Known(c)).Where(e => e.Length > 0)]));
        return new TableBlock("Convergence: change of the validation accuracy over the last fifth of the epochs, in percentage points; a cell "
            + $"that rose by more than {CompareMetric.Text(Rise, 1)} was still learning",
            ["Variant", "Cells", "Epochs, fewest to most", "Last accuracy, %", "Mean change", "Still learning"], [.. rows]);
    }

    private static IReadOnlyList<TableCell> Row(string variant, IReadOnlyList<CurveEpoch[]> cells)
    {
        if (cells.Count == 0) return [CompareNames.Title(variant), "0", "–", "–", "–", "–"];
        double[] changes = [.. cells.Select(Change)];
        return [CompareNames.Title(variant), $"{cells.Count}", $"{cells.Min(c => c.Length)} to {cells.Max(c => c.Length)}",
            CompareMetric.Text(100 * cells.Average(c => c[^1].ValidationAccuracy), 1),
            CompareMetric.Text(changes.Average(), 2, "+"), $"{changes.Count(c => c > Rise)} of {cells.Count}"];
    }

    private static CurveEpoch[] Known(CellCurves cell) => [.. cell.Learning.Where(e => double.IsFinite(e.ValidationAccuracy))];

    private static double Change(CurveEpoch[] epochs) =>
        100 * (epochs[^1].ValidationAccuracy - epochs[epochs.Length - 1 - Math.Min(epochs.Length - 1, (epochs.Length + 4) / 5)].ValidationAccuracy);
}
