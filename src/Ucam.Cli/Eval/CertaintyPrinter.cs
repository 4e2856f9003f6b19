using Spectre.Console;
using Ucam.Metrics;
using Ucam.Vqa;
using Ucam.Vqa.Evaluation;

namespace Ucam.Cli.Eval;

/// <summary>Prints how well certainty tells right answers from wrong ones, in 80 columns.</summary>
internal static class CertaintyPrinter
{
    private const int LongestSet = 25;

    /// <summary>All metrics of the first set, then a line for each set and mixture.</summary>
    /// <param name="reports">At least one.</param>
    /// <param name="isHindsight">Whether thresholds were chosen on the answers themselves.</param>
    public static void Print(IReadOnlyList<CertaintyReport> reports, bool isHindsight)
    {
        IAnsiConsole console = ResultPrinter.CreateConsole();
        PrintMetrics(console, reports[0]);
        Console.Out.WriteLine("  wrong: fewer than 3 of 10 people gave the answer; ECE, Brier score and");
        Console.Out.WriteLine("  reliability go by the accuracy itself");
        Console.Out.WriteLine(isHindsight ? "  thresholds: the best on these very answers, since none are stored"
            : "  thresholds: chosen by 'ucam calibrate' on its held-out questions");
        if (reports.Count > 1) PrintSets(console, reports);
    }

    /// <summary>What is answered at a promised risk, and how right that is.</summary>
    public static void Print(IReadOnlyList<(string Set, IReadOnlyList<QuestionResult> Results)> sets, GuaranteedRisk promise)
    {
        Table table = ResultPrinter.Columns("set", "questions", "answered", "accuracy", "wrong", "accuracy of all");
        foreach ((string set, IReadOnlyList<QuestionResult> results) in sets)
        {
            QuestionResult[] all = [.. results.Where(r => double.IsFinite(r.Accuracy))],
                answered = [.. all.Where(r => Abstention.Answers(promise, r))];
            ResultPrinter.Row(table, ResultPrinter.Short(set, LongestSet), $"{all.Length}", Rate(all.Length, answered.Length / (double)all.Length),
                Rate(answered.Length, answered.Sum(r => r.Accuracy) / answered.Length),
                Rate(answered.Length, answered.Sum(r => r.Loss) / answered.Length),
                Rate(all.Length, all.Sum(r => r.Accuracy) / all.Length));
        }
        ResultPrinter.CreateConsole().Write(table);
        Console.Out.WriteLine($"  answered: where P(right) is at least {promise.Threshold:F3}, so that "
            + $"at most {100 * promise.Limit:0.####} % are wrong");
        Console.Out.WriteLine($"  of the answers to questions like the held-out ones ({1 - promise.Delta:P0} confidence)");
    }

    private static void PrintMetrics(IAnsiConsole console, CertaintyReport report)
    {
        Table table = ResultPrinter.Columns([$"{ResultPrinter.Short(report.Set, LongestSet)}", .. report.Columns.Select(c => c.Confidence.Title)]);
        for (int m = 0; m < CertaintyMetrics.All.Count; m++)
            if (report.Columns.Any(column => double.IsFinite(column.Values[m])))
                ResultPrinter.Row(table, [CertaintyMetrics.All[m].Title, .. report.Columns.Select(column => Number(column.Values[m]))]);
        console.Write(table);
    }

    private static void PrintSets(IAnsiConsole console, IReadOnlyList<CertaintyReport> reports)
    {
        Table table = ResultPrinter.Columns("set", "shifted", "AUROC", "-ent.", "AURC", "-ent.", "ECE", "at 5 %", "wrong");
        Confidence right = Confidence.Right, entropy = Confidence.All.First(confidence => confidence.Name == "negative_entropy");
        foreach (CertaintyReport report in reports)
            ResultPrinter.Row(table, ResultPrinter.Short(report.Set, LongestSet), report.Share > 0 ? $"{report.Share:P0}" : "",
                Number(report.Value(right, "auroc")), Number(report.Value(entropy, "auroc")), Number(report.Value(right, "aurc")),
                Number(report.Value(entropy, "aurc")), Number(report.Value(right, "ece_width")), Number(report.Value(right, "coverage_5")),
                Number(report.Value(right, "risk_5")));
        console.Write(table);
        Console.Out.WriteLine($"  AUROC, AURC: of P(right), and of -entropy beside each; shifted: share of the");
        Console.Out.WriteLine($"  set in a mixture with {reports[0].Set}");
        Console.Out.WriteLine("  at 5 %: share answered at the threshold for 5 % risk; wrong: the risk met");
    }

    private static string Number(double value) => double.IsFinite(value) ? $"{value:F3}" : "-";

    private static string Rate(int of, double value) => of > 0 ? $"{value:P1}" : "-";
}
