using Spectre.Console;
using Ucam.Evaluation;

namespace Ucam.Cli;

/// <summary>Prints result tables.</summary>
internal static class ResultPrinter
{
    public static void Print(IReadOnlyList<(string Set, EvaluationSummary Summary)> summaries, double blindAccuracy = double.NaN)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected) console.Profile.Width = 150;
        var table = new Table().Title("results (entropies in nats, doubt = mean H of the mean answer)");
        foreach (string column in new[] { "set", "questions", "accuracy", "attainable", "share", "AUROC", "AURC", "E-AURC", "ECE", "NLL", "doubt", "data", "model", "looked (x chance)", "vs people", "distance" })
            table.AddColumn(column, c => { if (column != "set") c.RightAligned(); });
        foreach ((string set, EvaluationSummary s) in summaries)
        {
            SummaryLine all = s.Overall;
            table.AddRow(set, $"{all.Questions}", $"{all.Accuracy:P1}", Rate(all.Attainable), Rate(all.Accuracy / all.Attainable), Number(all.Auroc), Number(s.Aurc),
                Number(s.ExcessAurc), Number(s.Ece), Number(s.Nll), Number(all.Predictive), Number(all.Aleatoric), Number(all.Epistemic), Number(all.AttentionRatio),
                Number(s.HumanSpearman), Number(s.Distance));
        }
        console.Write(table);
        if (summaries.Count > 0) PrintFamilies(console, summaries[0].Set, summaries[0].Summary);
        if (double.IsFinite(blindAccuracy)) console.WriteLine($"blind model (question only) on {summaries[0].Set}: accuracy {blindAccuracy:P1}");
    }

    private static void PrintFamilies(IAnsiConsole console, string set, EvaluationSummary summary)
    {
        if (summary.Families.Count < 2) return;
        var table = new Table().Title($"{set} by family");
        foreach (string column in new[] { "family", "questions", "accuracy", "attainable", "share", "AUROC", "doubt", "data", "model", "looked (x chance)" })
            table.AddColumn(column, c => { if (column != "family") c.RightAligned(); });
        foreach (SummaryLine line in summary.Families)
        {
            table.AddRow(line.Name, $"{line.Questions}", $"{line.Accuracy:P1}", Rate(line.Attainable), Rate(line.Accuracy / line.Attainable), Number(line.Auroc),
                Number(line.Predictive), Number(line.Aleatoric), Number(line.Epistemic), Number(line.AttentionRatio));
        }
        console.Write(table);
    }

    private static string Number(double value) => double.IsFinite(value) ? $"{value:F3}" : "-";

    private static string Rate(double value) => double.IsFinite(value) ? $"{value:P1}" : "-";
}
