using Ucam.Studies.Classifiers;
using Ucam.Studies.Comparison;
using Ucam.Studies.Comparison.Judging;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Vqa;

namespace Ucam.Studies.Reports.Judging;

/// <summary>
/// The report of which certainty tells right answers from wrong ones: verdicts by fixed rules, the means, differences and ranks behind them.
/// The same rows give the same bytes.
/// </summary>
internal static class JudgingReport
{
    private static readonly string[] Further = ["coverage_1", "coverage_5", "brier", "log_loss"];

    /// <summary>Writes certainty.md.</summary>
    /// <exception cref="UcamException">The file cannot be written.</exception>
    public static void Write(IReadOnlyList<JudgedRow> rows, string folder, string title) =>
        AtomicFile.WriteText(Path.Combine(folder, "certainty.md"), MarkdownDocument.Write($"{title}: which certainty", [.. Blocks(rows)], "plots"));

    private const string Answered = "Each judge is fitted on validation questions alone and asked about test questions; an answer is right from an "
        + "official accuracy of 0.85 on, which is what three people of ten gave.";

    private const string Classified = "Each judge is fitted on validation photographs alone and asked about test photographs; an answer is right "
        + "where it is what most people said.";

    private static IEnumerable<Block> Blocks(IReadOnlyList<JudgedRow> rows)
    {
        yield return new TextBlock((AreClasses(rows) ? Classified : Answered) + " Pairs are of the same network; intervals are Student's, 95 %, "
            + "over pairs, bootstrap's beside. A claim is shown where both intervals over all pairs lie on the good side of 0, and so do those "
            + "of two thirds of the methods by themselves, while none loses; on average, where only the first holds.");
        foreach (var part in rows.GroupBy(row => (row.Cell.Set, row.Cell.Variant))
            .OrderBy(g => g.Key.Set, StringComparer.Ordinal).ThenBy(g => g.Key.Variant, CompareNames.Variants))
        {
            JudgedRow[] own = [.. part.OrderBy(row => row.Cell).ThenBy(row => CellJudges.Place(row.Judge))];
            JudgedVerdict[] verdicts = [.. JudgedContrast.For(own).Select(contrast => JudgedVerdict.Of(contrast, own))];
            yield return new HeadingBlock(2, $"{part.Key.Set}, {CompareNames.Title(part.Key.Variant)}");
            yield return new TextBlock(Facts(own));
            yield return Verdicts(verdicts);
            if (Costs(own) is { } costs) yield return costs;
            yield return Means(own);
            yield return Differences([.. verdicts.Take(4)]);
            yield return More(own);
            foreach (Block block in JudgedRanks.Blocks(own)) yield return block;
        }
    }

    private static bool AreClasses(IReadOnlyList<JudgedRow> rows) => rows.All(row => row.Cell.Method == SeededTraining.Method);

    private static string Facts(JudgedRow[] rows)
    {
        string[] methods = [.. rows.Select(row => row.Cell.Method).Distinct()];
        int seeds = rows.Select(row => row.Cell.Seed).Distinct().Count(), cells = rows.Select(row => row.Cell).Distinct().Count();
        return $"{Words.Count(methods.Length, "method")} ({Words.Names(methods)}), {Words.Count(seeds, "seed")}: {Words.Count(cells, "network")}; "
            + $"{rows[0].Value("questions"):0} test {(AreClasses(rows) ? "photographs" : "questions")}.";
    }

    private static TableBlock? Costs(JudgedRow[] rows)
    {
        CellJudge[] further = [.. CellJudges.Further.Where(judge => rows.Any(row => row.Judge == judge.Name))];
        return further.Length == 0 ? null : new TableBlock("What judges cost that take more than one network's answers", ["Judge", "Cost"],
            [.. further.Select(judge => (IReadOnlyList<TableCell>)[judge.Title, judge.Cost!])]);
    }

    private static TableBlock Verdicts(JudgedVerdict[] verdicts) => new(
        "Claims: differences over all methods, mean and 95 % interval; methods that are better in both on average; methods that gain in both, and "
            + "that lose in either, by their own intervals",
        ["Claim", "Verdict", "Pairs", "AUROC ↑", "AURC ↓", "Better", "Gain", "Lose"],
        [.. verdicts.Select(v => (IReadOnlyList<TableCell>)[v.Contrast.Claim, new TableCell(v.Word, Strong: true), $"{v.Auroc.Paired.Pairs}",
            v.Auroc.InWords, v.Aurc.InWords, $"{v.Better}", $"{v.Gains} of {v.Methods.Count}", $"{v.Losses}"])]);

    private static TableBlock Means(JudgedRow[] rows)
    {
        CompareMetric[] metrics = [.. JudgedMetrics.All.Where(metric => metric.Name != "questions")];
        var means = rows.GroupBy(row => row.Judge).ToDictionary(g => g.Key, g => metrics.Select(m => g.Average(row => row.Value(m.Name))).ToArray());
        double[] best = [.. metrics.Select((metric, i) =>
            metric.Direction == MetricDirection.Lower ? means.Values.Min(v => v[i]) : means.Values.Max(v => v[i]))];
        return new TableBlock("Means over networks; the best in bold", ["Signals", .. metrics.Select(Words.Title)],
            [.. means.OrderBy(m => CellJudges.Place(m.Key)).Select(m => (IReadOnlyList<TableCell>)[CellJudges.Title(m.Key),
                .. metrics.Select((metric, i) =>
                    new TableCell(metric.Format(m.Value[i]), metric.Role == MetricRole.Mistakes && m.Value[i] == best[i]))])]);
    }

    private static TableBlock Differences(JudgedVerdict[] verdicts)
    {
        var lines = from verdict in verdicts
                    from line in verdict.Methods.Append((null!, verdict.Auroc, verdict.Aurc))
                    select Line(verdict.Contrast, line);
        return new TableBlock("Differences by method", ["Judges", "Method", "Pairs", "AUROC", "95 %", "bootstrap", "AURC", "95 %", "bootstrap"],
            [.. lines], Labels: 2);
    }

    private static IReadOnlyList<TableCell> Line(JudgedContrast contrast, (string? Method, JudgedDifference Auroc, JudgedDifference Aurc) line)
    {
        bool all = line.Method is null;
        JudgedDifference[] both = [line.Auroc, line.Aurc];
        string[] texts = [$"{contrast.Judge} − {contrast.Reference}", all ? "All" : CompareNames.Title(line.Method!), $"{line.Auroc.Paired.Pairs}",
            .. both.SelectMany(d => new[]
            { d.Metric.Signed(d.Paired.Difference.Mean), d.Interval(d.Paired.Difference), d.Interval(d.Resampled) })];
        return [.. texts.Select(text => new TableCell(text, Strong: all))];
    }

    private static TableBlock More(JudgedRow[] rows) => new("Other metrics: differences over all methods, mean and 95 % interval",
        ["Judges", .. Further.Select(name => Words.Title(JudgedMetrics.Find(name)))],
        [.. JudgedContrast.For(rows).Select(contrast => (IReadOnlyList<TableCell>)[$"{contrast.Judge} − {contrast.Reference}",
            .. Further.Select(name => new TableCell(JudgedDifference.Of(JudgedMetrics.Find(name), contrast, rows).InWords))])]);
}
