using Ucam.Evaluation.Comparison;
using Ucam.Reports.Comparison.Document;
using Ucam.Reports.Comparison.Numbers;
using Ucam.Reports.Comparison.Plots;

namespace Ucam.Reports.Comparison.Sections;

/// <summary>All tables and plots of one set.</summary>
internal static class SetSection
{
    public static IEnumerable<Block> Blocks(SetSummary set, CompareReportOptions options, VariantStyles styles)
    {
        yield return new HeadingBlock(2, $"Results on {set.Set.Name}");
        if (set.Rated.Any()) yield return MeanTables.OverMethods(set.Set, set.Rated);
        if (Differences(set, styles) is { } figure) yield return figure;
        foreach (Block block in RankSection.Blocks(set)) yield return block;
        foreach (Block block in CurveSection.Blocks(set, options, styles)) yield return block;
        yield return new HeadingBlock(3, $"Every metric on {set.Set.Name}");
        foreach (IGrouping<MetricRole, CompareMetric> role in set.Set.Metrics.GroupBy(m => m.Role))
        {
            yield return new HeadingBlock(4, Title(role.Key));
            foreach (CompareMetric metric in role) yield return Metric(set, metric);
        }
    }

    private static FigureBlock? Differences(SetSummary set, VariantStyles styles)
    {
        PairedSummary[] shown = [.. set.Rated.Where(m => m.Decides || m.Name == "accuracy").Select(set.Paired).Where(p => p.BaselineContrasts.Count > 0)];
        return shown.Length == 0 ? null : new FigureBlock("Differences to the baseline of the same method and seed: mean and 95 % Student-t interval. Where it crosses the line at 0, no difference is shown.",
            [.. shown.Select(p => DifferencePlot.Draw(set.Set.Name, p, styles))]);
    }

    private static FoldBlock Metric(SetSummary set, CompareMetric metric)
    {
        List<Block> blocks = [new TextBlock(metric.Definition), MeanTables.ByMethod(set.Set, metric)];
        if (metric.Direction != MetricDirection.Neither && set.Comparisons.Count > 0) blocks.Add(PairedTables.Of(set.Paired(metric)));
        return new FoldBlock(Words.Title(metric), blocks);
    }

    private static string Title(MetricRole role) => role switch
    {
        MetricRole.Answers => "Answers and their probabilities",
        MetricRole.Mistakes => "Uncertainty and mistakes (claim 1)",
        MetricRole.People => "Doubt and answers against people's",
        MetricRole.Maps => "Maps (claim 2)",
        MetricRole.Inside => "Inside the method",
        MetricRole.Cost => "Cost",
        _ => "Other",
    };
}
