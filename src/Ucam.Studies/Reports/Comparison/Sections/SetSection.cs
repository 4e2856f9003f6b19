using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Studies.Reports.Comparison.Plots;
using Ucam.Vqa;

namespace Ucam.Studies.Reports.Comparison.Sections;

/// <summary>All tables and plots of one set.</summary>
internal static class SetSection
{
    /// <summary>One set's tables, with those by method on the page alone; of several sets a common table, and each set's on the page.</summary>
    public static IEnumerable<Block> Blocks(CompareData data, VariantStyles styles)
    {
        if (data.Sets.Count == 1)
        {
            SetSummary set = data.Sets[0];
            const string Instead = "Every metric by method, with paired differences, their effect sizes and tests, is in report.html.";
            return [.. Summary(set, data.Options, styles), new PageBlock(Instead, [.. EveryMetric(set)])];
        }
        return
        [
            new HeadingBlock(2, "Results"),
            MeanTables.BySet([.. data.Sets.Select(s => s.Set)]),
            new PageBlock("Every metric of each set, with ranks, plots, and paired differences by method, is in report.html.",
                [.. data.Sets.SelectMany(set => Summary(set, data.Options, styles).Concat(EveryMetric(set)))]),
        ];
    }

    private static IEnumerable<Block> Summary(SetSummary set, CompareReportOptions options, VariantStyles styles)
    {
        yield return new HeadingBlock(2, $"Results on {set.Set.Name}");
        yield return MeanTables.OverMethods(set.Set, set.Set.Metrics);
        if (Differences(set, styles) is { } figure) yield return figure;
        foreach (Block block in RankSection.Blocks(set)) yield return block;
        foreach (Block block in CurveSection.Blocks(set, options, styles)) yield return block;
    }

    private static IEnumerable<Block> EveryMetric(SetSummary set)
    {
        yield return new HeadingBlock(3, $"Every metric on {set.Set.Name}");
        foreach (IGrouping<MetricRole, CompareMetric> role in set.Set.Metrics.GroupBy(m => m.Role))
        {
            yield return new HeadingBlock(4, Title(role.Key));
            foreach (CompareMetric metric in role) yield return Metric(set, metric);
        }
    }

    private static FigureBlock? Differences(SetSummary set, VariantStyles styles)
    {
        PairedSummary[] shown =
            [.. set.Rated.Where(m => m.Decides || m.Name == "accuracy").Select(set.Paired).Where(p => p.BaselineContrasts.Count > 0)];
        return shown.Length == 0
            ? null : new FigureBlock("Differences to the baseline of the same method and seed: mean and 95 % Student-t "
            + "interval. Where it crosses the line at 0, no difference is shown.",
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
