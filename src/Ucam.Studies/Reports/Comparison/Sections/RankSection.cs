using Ucam.Studies.Comparison;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Studies.Reports.Comparison.Plots;

namespace Ucam.Studies.Reports.Comparison.Sections;

/// <summary>Friedman and Nemenyi tests of a set, with a critical-difference diagram for each main metric.</summary>
internal static class RankSection
{
    public static IEnumerable<Block> Blocks(SetSummary set)
    {
        CompareMetric[] metrics = [.. set.Rated.Where(m => m.Role != MetricRole.Cost)];
        if (set.Set.Variants.Count < 2 || metrics.Length == 0) yield break;
        yield return new HeadingBlock(3, $"Ranks on {set.Set.Name}");
        RankSummary[] possible = [.. metrics.Select(set.Ranks).Where(r => r.Possible)];
        if (possible.Length > 0)
        {
            yield return new TableBlock("Friedman test over blocks of method and seed: mean ranks, 1 is best. Variants whose mean ranks differ by "
                + "the critical difference or more (Nemenyi, α = 0.05) are told apart",
                ["Metric", "Blocks", "χ²", "p", "CD", .. set.Set.Variants.Select(CompareNames.Title)], [.. possible.Select(r => Row(set.Set, r))]);
        }
        string[] impossible = [.. metrics.Where(m => !set.Ranks(m).Possible).Select(m => $"{m.Title}: {set.Ranks(m).InWords()}")];
        if (impossible.Length > 0) yield return new ListBlock(impossible);
        RankSummary[] main = [.. possible.Where(r => r.Metric.Main)];
        if (main.Length > 0)
        {
            yield return new FigureBlock("Critical-difference diagrams: the best on the left. A thick bar joins "
                + "variants that the Nemenyi test cannot tell apart; "
                + "where Friedman's p is 0.05 or more, the ranks show no difference at all.", [.. main.Select(r => RankPlot.Draw(set.Set.Name, r))]);
        }
    }

    private static IReadOnlyList<TableCell> Row(CompareSet set, RankSummary ranks)
    {
        int blocks = ranks.Complete.Blocks.Count;
        string count = blocks == ranks.Complete.All ? $"{blocks}" : $"{blocks} of {ranks.Complete.All}";
        return [Words.Title(ranks.Metric), count, CompareMetric.Text(ranks.ChiSquare, 2), Words.P(ranks.P),
            CompareMetric.Text(ranks.CriticalDifference, 2),
            .. set.Variants.Select(v => new TableCell(ranks.Complete.Variants.Contains(v) ? CompareMetric.Text(ranks.MeanRank(v), 2) : "left out"))];
    }
}
