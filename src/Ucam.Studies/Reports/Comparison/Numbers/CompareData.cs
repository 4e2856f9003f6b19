using Ucam.Studies.Comparison;

namespace Ucam.Studies.Reports.Comparison.Numbers;

/// <summary>What a report is made from, checked and sorted by sets.</summary>
internal sealed class CompareData
{
    /// <param name="rows">The rows of all sets.</param>
    /// <param name="curves">Their curves, as far as there are any.</param>
    /// <param name="options">What is compared.</param>
    /// <exception cref="UcamException">There are no rows, two of one cell, a value that cannot be, or no baseline among them.</exception>
    public CompareData(IReadOnlyList<CompareRow> rows, IReadOnlyList<CellCurves> curves, CompareReportOptions options)
    {
        if (rows.Count == 0) throw new UcamException("There are no rows to report on; run the comparison first.");
        Rows = CompareRows.Sorted(rows);
        Curves = Checked(curves);
        Options = options;
        Variants = [.. rows.Select(r => r.Variant).Distinct().Order(CompareNames.Variants)];
        Methods = [.. rows.Select(r => r.Method).Distinct().Order(CompareNames.Methods)];
        if (!Variants.Contains(options.Baseline))
            throw new UcamException($"No row is of the baseline '{options.Baseline}'; the variants are "
                + $"{string.Join(", ", Variants)}. Name one of them as the baseline.");
        Sets = [.. Rows.GroupBy(r => r.Set)
            .Select(g =>
            new SetSummary(new CompareSet(g.Key, [.. g]), [.. Curves.Where(c => c.Set == g.Key && rows.Any(r => r.Cell == c.Cell))], options))];
    }

    /// <summary>The rows in order.</summary>
    public IReadOnlyList<CompareRow> Rows { get; }

    /// <summary>The curves in order.</summary>
    public IReadOnlyList<CellCurves> Curves { get; }

    public CompareReportOptions Options { get; }

    /// <summary>The variants of all sets.</summary>
    public IReadOnlyList<string> Variants { get; }

    /// <summary>The methods of all sets.</summary>
    public IReadOnlyList<string> Methods { get; }

    public IReadOnlyList<SetSummary> Sets { get; }

    private static CellCurves[] Checked(IReadOnlyList<CellCurves> curves)
    {
        foreach (CellCurves cell in curves)
            if (CellCurvesCheck.Problem(cell) is var (field, why))
                throw new UcamException($"The curves of {cell.Cell} cannot be used: {field}: {why}.");
        CellCurves[] sorted = [.. curves.OrderBy(c => c.Cell)];
        for (int i = 1; i < sorted.Length; i++)
            if (sorted[i].Cell == sorted[i - 1].Cell) throw new UcamException($"There are two curves of {sorted[i].Cell}; keep one.");
        return sorted;
    }
}
