using Ucam.Studies.Comparison;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;

namespace Ucam.Studies.Reports.Comparison.Sections;

/// <summary>Tables of paired differences.</summary>
internal static class PairedTables
{
    private static readonly string[] Header =
        ["Comparison", "Method", "Pairs", "Difference", "95 % interval", "Wilcoxon p (Holm)", "d_z", "Better / worse"];

    /// <summary>One metric: every comparison per method and, in bold, over all methods.</summary>
    public static TableBlock Of(PairedSummary paired)
    {
        CompareMetric metric = paired.Metric;
        var rows = from contrast in paired.Comparisons
                   from method in paired.Methods.Cast<string?>().Append(null)
                   select Row(paired, paired.Find(contrast, method));
        string unit = metric.Unit.Length == 0 ? "" : metric.Unit == "%" ? ", percentage points" : $", {metric.Unit}";
        return new TableBlock($"{metric.Title}{unit}: differences of the same method and seed; "
            + $"{(metric.HigherIsBetter ? "above" : "below")} 0 is better", Header, [.. rows], Labels: 2);
    }

    /// <summary>"AUL − Baseline".</summary>
    public static string Title(Contrast contrast) => $"{CompareNames.Title(contrast.Variant)} − {CompareNames.Title(contrast.Reference)}";

    /// <summary>"+0.012 to +0.034"; "–" where it is undefined.</summary>
    public static string Interval(CompareMetric metric, PairedLine line) =>
        double.IsNaN(line.Low) ? "–" : $"{metric.Signed(line.Low)} to {metric.Signed(line.High)}";

    private static IReadOnlyList<TableCell> Row(PairedSummary paired, PairedLine line)
    {
        bool pool = line.Method is null;
        (int better, int worse) = paired.Metric.HigherIsBetter ? (line.Higher, line.Lower) : (line.Lower, line.Higher);
        string[] texts =
            [Title(line.Contrast), pool
            ? "All" : CompareNames.Title(line.Method!), $"{line.Pairs}", paired.Metric.Signed(line.Mean), Interval(paired.Metric, line),
            Words.P(line.Holm), CompareMetric.Text(line.EffectSize, 2), $"{better} / {worse}"];
        return [.. texts.Select(text => new TableCell(text, Strong: pool))];
    }
}
