using Ucam.Studies.Comparison;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Vqa;

namespace Ucam.Studies.Reports.Comparison.Sections;

/// <summary>Tables of means over seeds.</summary>
internal static class MeanTables
{
    /// <summary>One metric: a row a method, a column a variant, and the mean of all methods below.</summary>
    public static TableBlock ByMethod(CompareSet set, CompareMetric metric)
    {
        var rows = set.MethodsWith(metric)
            .Select(method => Row(set, metric, CompareNames.Title(method), variant => Means.Of(set, metric, method, variant)))
            .Append(Row(set, metric, "All methods", variant => Means.OverMethods(set, metric, variant)));
        return new TableBlock(Caption(set, Words.Title(metric)), Header("Method", set), [.. rows]);
    }

    /// <summary>Several metrics, each the mean of all methods: a row a metric, a column a variant.</summary>
    public static TableBlock OverMethods(CompareSet set, IEnumerable<CompareMetric> metrics)
    {
        var rows = metrics.Select(metric => Row(set, metric, Words.Title(metric), variant => Means.OverMethods(set, metric, variant)));
        return new TableBlock(Caption(set, "Mean of all methods"), Header("Metric", set), [.. rows]);
    }

    /// <summary>The main metrics of several sets, each the mean of all methods: a row a metric and set, a column a variant of any set.</summary>
    public static TableBlock BySet(IReadOnlyList<CompareSet> sets)
    {
        string[] variants = [.. sets.SelectMany(s => s.Variants).Distinct().Order(CompareNames.Variants)];
        var rows = from metric in sets.SelectMany(s => s.Metrics).Where(m => m.Main).Distinct().OrderBy(m => MetricCatalog.Place(m.Name))
                   from set in sets.Where(s => s.Metrics.Contains(metric))
                   let means = Cells(set, metric, variants, variant => Means.OverMethods(set, metric, variant))
                   select (IReadOnlyList<TableCell>)[Words.Title(metric), set.Name, .. means];
        return new TableBlock(
            "Mean of all methods: mean ± 95 % Student-t interval over the seeds, the best in bold; "
                + "(n) marks means over fewer seeds, which are not compared",
            ["Metric", "Set", .. variants.Select(CompareNames.Title)], [.. rows], Labels: 2);
    }

    private static string Caption(CompareSet set, string what) =>
        $"{what}: mean ± 95 % Student-t interval over {Words.Count(set.Seeds.Count, "seed")}, the best "
            + "in bold; (n) marks means over fewer seeds, which are not compared";

    private static IReadOnlyList<string> Header(string first, CompareSet set) => [first, .. set.Variants.Select(CompareNames.Title)];

    private static IReadOnlyList<TableCell> Row(CompareSet set, CompareMetric metric, string title, Func<string, SeedMean> mean) =>
        [title, .. Cells(set, metric, set.Variants, mean)];

    private static IEnumerable<TableCell> Cells(CompareSet set, CompareMetric metric, IReadOnlyList<string> variants, Func<string, SeedMean> mean)
    {
        SeedMean[] means = [.. variants.Select(mean)];
        int seeds = means.Max(m => m.Seeds);
        double[] compared = [.. means.Where(m => m.Seeds == seeds && seeds > 0).Select(m => m.Mean)];
        string best = metric.Direction == MetricDirection.Neither || compared.Length < 2
            ? "" : metric.Format(metric.HigherIsBetter ? compared.Max() : compared.Min());
        // What reads the same as the best is bold alike.
        return means.Select(m => new TableCell(Text(set, metric, m), Strong: m.Seeds == seeds && metric.Format(m.Mean) == best));
    }

    private static string Text(CompareSet set, CompareMetric metric, SeedMean mean)
    {
        if (mean.Seeds == 0) return "–";
        string half = double.IsFinite(mean.Half) ? $" ± {metric.Format(mean.Half)}" : "";
        return metric.Format(mean.Mean) + half + (mean.Seeds == set.Seeds.Count ? "" : $" ({mean.Seeds})");
    }
}
