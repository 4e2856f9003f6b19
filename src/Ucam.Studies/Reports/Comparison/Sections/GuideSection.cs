using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;

namespace Ucam.Studies.Reports.Comparison.Sections;

/// <summary>How the numbers are to be read, and what each metric is.</summary>
internal static class GuideSection
{
    public static IEnumerable<Block> Blocks(CompareData data)
    {
        yield return new HeadingBlock(2, "How to read this");
        yield return new ListBlock(
        [
            "An interval is a 95 % Student-t interval. Over seeds it says how much a new seed would "
                + "change the mean; the training and test pictures stay the same.",
            "A paired difference compares two variants of the same method and the same seed. A cell without its partner is left out of it.",
            "d_z is the mean of the differences over their standard deviation. The Wilcoxon signed-rank test is two-sided; its p is corrected by "
                + "Holm over the comparisons of the same method, or of the pool. "
                + "With 5 pairs it cannot fall below 0.0625, so a single method cannot reach 0.05 by it; the t interval can.",
            "Ranks are within a block, one method and one seed; the Friedman test asks whether "
                + "any variant differs, the Nemenyi test which (Demšar 2006).",
        ]);
        if (!data.Options.Plots) yield return new TextBlock("The plots were left out; ucam compare --report-only draws them from the rows.");
        CompareMetric[] metrics =
            [.. data.Sets.SelectMany(s => s.Set.Metrics).Distinct().OrderBy(m => MetricCatalog.Place(m.Name))
            .ThenBy(m => m.Name, StringComparer.Ordinal)];
        if (data.Sets.Count == 1)
        {
            yield return Definitions("What each metric is", metrics);
            yield break;
        }
        CompareMetric[] common = [.. metrics.Where(m => m.Main || m.Decides || Claim.All.Any(c => c.Beside.Contains(m.Name)))];
        yield return Definitions("What each metric is", common);
        FoldBlock others = Definitions("What the other metrics are", metrics.Except(common));
        yield return new PageBlock("The other metrics are explained in report.html.", [others]);
    }

    private static FoldBlock Definitions(string title, IEnumerable<CompareMetric> metrics) =>
        new(title, [new TableBlock("Metrics; ↑ higher is better, ↓ lower is better", ["Metric", "Column", "Definition"],
            [.. metrics.Select(m => (IReadOnlyList<TableCell>)[Words.Title(m), m.Name, m.Definition])], Labels: 3)]);
}
