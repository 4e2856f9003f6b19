using Spectre.Console;
using Ucam.Vqa;

namespace Ucam.Cli.Eval;

/// <summary>Prints result tables that fit 80 columns.</summary>
internal static class ResultPrinter
{
    private const int RedirectedWidth = 150;
    private const int LongestSet = 25;
    private const int LongestFamily = 20;

    public static void Print(IReadOnlyList<(string Set, EvaluationSummary Summary)> summaries, double blindAccuracy = double.NaN)
    {
        Print(summaries, EvaluationMetrics.All);
        if (double.IsFinite(blindAccuracy)) Console.Out.WriteLine($"blind model (question only) on {summaries[0].Set}: accuracy {blindAccuracy:P1}");
    }

    /// <summary>The tables, with the metrics that the summaries have beside the usual figures.</summary>
    public static void Print(IReadOnlyList<(string Set, EvaluationSummary Summary)> summaries, IReadOnlyList<EvaluationMetric> metrics)
    {
        IAnsiConsole console = CreateConsole();
        PrintAnswers(console, summaries);
        PrintDoubt(console, summaries);
        PrintAdded(console, summaries, metrics);
        if (summaries.Count == 0) return;
        PrintFamilies(console, summaries[0].Set, "family", summaries[0].Summary.Families);
        PrintFamilies(console, summaries[0].Set, "answer type", summaries[0].Summary.AnswerTypes);
    }

    /// <summary>The official tables of a submission.</summary>
    public static void Print(OfficialVqaEvaluation evaluation)
    {
        IAnsiConsole console = CreateConsole();
        Console.Out.WriteLine($"overall accuracy: {evaluation.Overall:F2} % of {evaluation.Questions.Count} questions");
        if (evaluation.SharedEntries > 0)
            Console.Error.WriteLine($"note: in {evaluation.SharedEntries} of {evaluation.Questions.Count} "
                + "questions people's answers have no answer_id or the same one; "
                + "as the official script does, all equal entries are left out at once, which "
                    + "lowers the accuracy. Give each answer its own answer_id.");
        foreach ((string title, IReadOnlyList<OfficialVqaLine> lines) in new[]
        { ("answer type", evaluation.AnswerTypes), ("question type", evaluation.QuestionTypes) })
        {
            Table table = Columns(title, "questions", "accuracy %");
            foreach (OfficialVqaLine line in lines)
                Row(table, Short(line.Name.Length == 0 ? "(none)" : line.Name, LongestSet), $"{line.Questions}", $"{line.Accuracy:F2}");
            console.Write(table);
        }
    }

    private static void PrintAnswers(IAnsiConsole console, IReadOnlyList<(string Set, EvaluationSummary Summary)> summaries)
    {
        Table table = Columns("set", "questions", "accuracy", "best", "of it", "AUROC", "AURC", "E-AURC");
        foreach ((string set, EvaluationSummary s) in summaries)
        {
            SummaryLine all = s.Overall;
            Row(table, Short(set, LongestSet), $"{all.Questions}", Rate(all.Accuracy), Rate(all.Attainable), Rate(all.Accuracy / all.Attainable),
                Number(all.Auroc), Number(s.Aurc), Number(s.ExcessAurc));
        }
        console.Write(table);
        Console.Out.WriteLine("  best: what the best answers would get; of it: accuracy over that");
        Console.Out.WriteLine("  AUROC, AURC: of doubt (the entropy); wrong here is any answer but people's");
        Console.Out.WriteLine("  most frequent one");
    }

    private static void PrintDoubt(IAnsiConsole console, IReadOnlyList<(string Set, EvaluationSummary Summary)> summaries)
    {
        Table table = Columns("set", "ECE", "NLL", "people", "doubt", "data", "model", "looked", "dist.");
        foreach ((string set, EvaluationSummary s) in summaries)
        {
            SummaryLine all = s.Overall;
            Row(table, Short(set, LongestSet), Number(s.Ece), Number(s.Nll), Number(s.HumanSpearman), Number(all.Predictive), Number(all.Aleatoric),
                Number(all.Epistemic), Number(all.AttentionRatio), Number(s.Distance));
        }
        console.Write(table);
        Console.Out.WriteLine("  ECE: of the answer's own probability; right is people's most frequent answer");
        Console.Out.WriteLine("  people: Spearman correlation of doubt with the people's disagreement");
        foreach ((string set, EvaluationSummary s) in summaries.Where(s => double.IsFinite(s.Summary.UnsureSpearman)))
            Console.Out.WriteLine($"  {Short(set, LongestSet)}: with how unsure people said to be, {Number(s.UnsureSpearman)}");
        bool parted = summaries.All(s => double.IsFinite(s.Summary.Overall.Epistemic));
        Console.Out.WriteLine("  "
            + $"{(parted ? "doubt = data + model, nats" : "doubt, nats, not parted into data and model: without dropout passes")}; looked: "
            + "attention on what decides, over chance");
    }

    private static void PrintAdded(IAnsiConsole console, IReadOnlyList<(string Set, EvaluationSummary Summary)> summaries,
        IReadOnlyList<EvaluationMetric> added)
    {
        if (added.Count == 0) return;
        Table table = Columns(["set", .. added.Select(metric => metric.Title)]);
        foreach ((string set, EvaluationSummary s) in summaries)
            Row(table, [Short(set, LongestSet), .. added.Select(metric => Number(s.Overall.Added.GetValueOrDefault(metric.Name, double.NaN)))]);
        console.Write(table);
    }

    private static void PrintFamilies(IAnsiConsole console, string set, string kind, IReadOnlyList<SummaryLine> lines)
    {
        if (lines.Count < 2) return;
        Console.Out.WriteLine();
        Console.Out.WriteLine($"{set} by {kind}");
        Table table = Columns(kind, "questions", "accuracy", "best", "AUROC", "doubt", "data", "model", "looked");
        foreach (SummaryLine line in lines)
        {
            Row(table, Short(line.Name, LongestFamily), $"{line.Questions}", Rate(line.Accuracy), Rate(line.Attainable), Number(line.Auroc),
                Number(line.Predictive), Number(line.Aleatoric), Number(line.Epistemic), Number(line.AttentionRatio));
        }
        console.Write(table);
    }

    /// <summary>A console that writes where the program writes, wide where that is a file.</summary>
    internal static IAnsiConsole CreateConsole()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected) console.Profile.Width = RedirectedWidth;
        return console;
    }

    /// <summary>A table whose first column is set left and the others right.</summary>
    internal static Table Columns(params string[] names)
    {
        Table table = new Table().Border(TableBorder.Simple);
        for (int i = 0; i < names.Length; i++)
            table.AddColumn(new TableColumn(names[i])
            { NoWrap = true, Padding = new Padding(0, 0), Alignment = i == 0 ? Justify.Left : Justify.Right });
        return table;
    }

    /// <summary>Adds a row. Names come from files, and a bracket in one is no markup.</summary>
    internal static void Row(Table table, params string[] cells) => table.AddRow([.. cells.Select(c => new Spectre.Console.Text(c))]);

    /// <summary>A long name with its middle left out, so that it stays on one line and its ends still tell it apart.</summary>
    internal static string Short(string name, int longest)
    {
        if (name.Length <= longest) return name;
        int tail = longest / 2;
        return $"{name[..(longest - tail - 1)]}…{name[^tail..]}";
    }

    private static string Number(double value) => double.IsFinite(value) ? $"{value:F3}" : "-";

    private static string Rate(double value) => double.IsFinite(value) ? $"{value:P1}" : "-";
}
