using Ucam.Studies.Comparison;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Studies.Reports.Comparison.Plots;

namespace Ucam.Studies.Reports.Comparison.Sections;

/// <summary>The plots of a set's curves.</summary>
internal static class CurveSection
{
    private const int MostPoints = 1500;

    public static IEnumerable<Block> Blocks(SetSummary set, CompareReportOptions options, VariantStyles styles)
    {
        CurveSet curves = set.Curves;
        if (curves.Methods.Count == 0) yield break;
        yield return new HeadingBlock(3, $"Curves on {set.Set.Name}");
        if (curves.Complete.Blocks.Count == 0)
        {
            yield return new TextBlock("No block of method and seed has the curves of every variant, so none are drawn.");
            yield break;
        }
        var plots = new CurvePlots(curves, styles);
        yield return new FigureBlock("Left: mean error of the answers kept when the least sure are withheld; lower is better. Right: accuracy "
            + "against confidence; the dotted diagonal is perfect calibration, "
            + $"and bins with fewer than 1 in 500 answers are left out. Means over {curves.Complete.InWords()}.",
                [plots.RiskCoverage(null), plots.Reliability(null)]);
        string[] methods = [.. curves.CompleteMethods];
        PlotImage key = plots.Key();
        yield return ByMethod("Risk and coverage, by method", key, "Means over seeds.", methods.Select(plots.RiskCoverage));
        yield return ByMethod("Reliability, by method", key, "All answers of all seeds.", methods.Select(plots.Reliability));
        if (Scatter(set, options) is { } scatter) yield return scatter;
        foreach (Block block in Training(curves, plots, key)) yield return block;
    }

    private static FoldBlock ByMethod(string title, PlotImage key, string caption, IEnumerable<PlotImage> panels) =>
        new(title, [new FigureBlock("Colours and marks of the variants.", [key]), new FigureBlock(caption, [.. panels])]);

    private static FigureBlock? Scatter(SetSummary set, CompareReportOptions options)
    {
        if (!set.Curves.Variants.Contains(options.Baseline)) return null;
        CompareMetric aurc = MetricCatalog.Find("aurc");
        string? best = set.Curves.Variants.Where(v => v != options.Baseline && double.IsFinite(Mean(set, aurc, v))).MinBy(v => Mean(set, aurc, v));
        string[] shown = best is null ? [options.Baseline] : [options.Baseline, best];
        var samples = shown.Select(v => (Variant: v, Points: set.Curves.Points(v, MostPoints))).Where(s => s.Points.Count > 0).ToArray();
        if (samples.Length == 0) return null;
        var limits = ScatterPlots.Limits(samples.SelectMany(s => s.Points));
        string caption = best is null ? "" : $" {CompareNames.Title(best)} is the variant with the lowest AURC over all methods.";
        return new FigureBlock($"Predictive entropy against the error's size, a point an answer (a sample from all methods and seeds).{caption}",
            [.. samples.Select(s => ScatterPlots.Draw($"{set.Set.Name}-scatter-{s.Variant}", ScatterTitle(set, s.Variant), s.Points, limits))]);
    }

    private static string ScatterTitle(SetSummary set, string variant)
    {
        double correlation = Mean(set, MetricCatalog.Find("spearman"), variant);
        return CompareNames.Title(variant) + (double.IsFinite(correlation) ? $": rank correlation {CompareMetric.Text(correlation, 3)}" : "");
    }

    private static double Mean(SetSummary set, CompareMetric metric, string variant) => Means.OverMethods(set.Set, metric, variant).Mean;

    private static IEnumerable<Block> Training(CurveSet curves, CurvePlots plots, PlotImage key)
    {
        PlotImage[] accuracy = [.. curves.Methods.Select(m => plots.Learning(m, loss: false)).OfType<PlotImage>()];
        PlotImage[] loss = [.. curves.Methods.Select(m => plots.Learning(m, loss: true)).OfType<PlotImage>()];
        if (accuracy.Length > 0) yield return ConvergenceTable.Of(curves);
        const string Lines = "Thin: one seed. Thick: the mean of the seeds, as far as all of them were trained.";
        if (accuracy.Length > 0) yield return ByMethod("Validation accuracy over the epochs, by method", key, Lines, accuracy);
        if (loss.Length > 0)
            yield return ByMethod("Training loss over the epochs, by method", key,
            Lines + " Losses of different variants have different terms and cannot be compared.", loss);
    }
}
