using Ucam.Studies.Comparison.Judging;

namespace Ucam.Studies.Reports.Judging;

/// <summary>What the cells of a variant say of a claim, in AUROC and AURC.</summary>
/// <param name="Contrast">The claim.</param>
/// <param name="Auroc">Difference over all cells.</param>
/// <param name="Aurc">The same.</param>
/// <param name="Methods">The two differences by method.</param>
internal sealed record JudgedVerdict(JudgedContrast Contrast, JudgedDifference Auroc, JudgedDifference Aurc,
    IReadOnlyList<(string Method, JudgedDifference Auroc, JudgedDifference Aurc)> Methods)
{
    // 4 of 6.
    private const double Most = 2.0 / 3;

    /// <summary>How many methods are better in both on average.</summary>
    public int Better => Methods.Count(m => m.Auroc.IsBetter && m.Aurc.IsBetter);

    /// <summary>How many methods gain in both by their own intervals.</summary>
    public int Gains => Methods.Count(m => m.Auroc.Side > 0 && m.Aurc.Side > 0);

    /// <summary>How many lose in either by their own intervals.</summary>
    public int Losses => Methods.Count(m => m.Auroc.Side < 0 || m.Aurc.Side < 0);

    /// <summary>
    /// "shown" where both intervals over all cells lie on the good side and so do those of two thirds of the methods, while none loses;
    /// "shown on average" where only the first holds; "the opposite" where one lies on the bad side and none on the good one; else "not shown".
    /// </summary>
    public string Word
    {
        get
        {
            int[] sides = [Auroc.Side, Aurc.Side];
            if (Auroc.Paired.Pairs == 0) return "not measured";
            if (sides.All(side => side > 0)) return Gains >= Most * Methods.Count && Losses == 0 ? "shown" : "shown on average";
            return sides.Contains(-1) && !sides.Contains(1) ? "the opposite" : "not shown";
        }
    }

    /// <summary>The verdict of a claim.</summary>
    /// <param name="contrast">The claim.</param>
    /// <param name="rows">Rows of one set and variant.</param>
    public static JudgedVerdict Of(JudgedContrast contrast, IReadOnlyList<JudgedRow> rows)
    {
        (CompareMetric auroc, CompareMetric aurc) = (JudgedMetrics.Find(JudgedMetrics.Auroc), JudgedMetrics.Find(JudgedMetrics.Aurc));
        return new JudgedVerdict(contrast, JudgedDifference.Of(auroc, contrast, rows), JudgedDifference.Of(aurc, contrast, rows),
            [.. rows.GroupBy(row => row.Cell.Method).Select(method => (method.Key,
                JudgedDifference.Of(auroc, contrast, [.. method]), JudgedDifference.Of(aurc, contrast, [.. method])))]);
    }
}
