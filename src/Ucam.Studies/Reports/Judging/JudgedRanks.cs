using Ucam.Metrics;
using Ucam.Studies.Comparison;
using Ucam.Studies.Comparison.Judging;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Vqa;

namespace Ucam.Studies.Reports.Judging;

/// <summary>Friedman and Nemenyi tests of the judges over cells.</summary>
internal static class JudgedRanks
{
    private static readonly string[] Metrics = [JudgedMetrics.Auroc, JudgedMetrics.Aurc, "log_loss"];

    /// <summary>A table of mean ranks, and who cannot be told from the best; nothing for fewer than two cells.</summary>
    public static IEnumerable<Block> Blocks(IReadOnlyList<JudgedRow> rows)
    {
        string[] judges = [.. rows.Select(row => row.Judge).Distinct().OrderBy(CellJudges.Place)];
        CompareCell[] cells =
            [.. rows.GroupBy(row => row.Cell).Where(cell => cell.Count() == judges.Length).Select(cell => cell.Key).Order()];
        if (cells.Length < 2 || judges.Length < 2) yield break;
        var values = rows.ToDictionary(row => (row.Cell, row.Judge));
        double critical = Nemenyi.CriticalDifference(judges.Length, cells.Length);
        var ranked = Metrics.Select(JudgedMetrics.Find).Select(metric => (Metric: metric, Result: Test(metric))).ToArray();
        yield return new TableBlock($"Mean ranks over {cells.Length} cells, 1 is best; ranks that differ by {CompareMetric.Text(critical, 2)} "
            + "or more are told apart (Nemenyi, α = 0.05); Friedman's p: "
            + string.Join(", ", ranked.Select(r => $"{r.Metric.Title} {Words.P(r.Result.FP)}")),
            ["Signals", .. ranked.Select(r => r.Metric.Title)],
            [.. judges.Select((judge, j) => Row(judge, [.. ranked.Select(r => r.Result.AverageRanks[j])]))]);
        yield return new ListBlock([.. ranked.Select(r => $"Not told from the best in {r.Metric.Title}: {Best(r.Result.AverageRanks)}.")]);

        FriedmanResult Test(CompareMetric metric)
        {
            var scores = new double[cells.Length, judges.Length];
            for (int i = 0; i < cells.Length; i++)
                for (int j = 0; j < judges.Length; j++) scores[i, j] = values[(cells[i], judges[j])].Value(metric.Name);
            return Friedman.Test(scores, metric.Direction == MetricDirection.Higher);
        }

        string Best(double[] ranks) => string.Join("; ", judges.Zip(ranks).Where(j => j.Second - ranks.Min() < critical).OrderBy(j => j.Second)
            .Select(j => CellJudges.Title(j.First)));
    }

    private static IReadOnlyList<TableCell> Row(string judge, double[] ranks) =>
        [CellJudges.Title(judge), .. ranks.Select(rank => new TableCell(CompareMetric.Text(rank, 2)))];
}
