using Spectre.Console;
using Ucam.Certainty.Estimation;
using Ucam.Cli.Eval;
using Ucam.Metrics;
using Ucam.Vqa;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Models;

namespace Ucam.Cli.Calibrate;

/// <summary>Prints what a calibration came to, in 80 columns.</summary>
internal static class CalibrationPrinter
{
    private const int ShownForms = 12;

    public static void Print(IVqaSet set, CertaintyEstimator estimator, CalibrationOutcome outcome)
    {
        IAnsiConsole console = ResultPrinter.CreateConsole();
        Console.Out.WriteLine($"{set.Name}: {set.PictureCount} pictures");
        Console.Out.WriteLine((outcome.Fitted > 0 ? $"{outcome.Fitted} questions fitted the estimator, " : "the estimator was kept, ")
            + $"{outcome.Report.Questions} {(outcome.Fitted > 0 ? "others" : "questions")} set the thresholds");
        PrintWords(console, estimator.State, isKept: outcome.Fitted == 0);
        foreach (Confidence confidence in Confidence.All)
            Console.Out.WriteLine($"  {confidence.Title,-10} AUROC {Number(outcome, confidence, "auroc")}, "
                + $"AURC {Number(outcome, confidence, "aurc")}, ECE {Number(outcome, confidence, "ece_width")}");
        Console.Out.WriteLine($"  on the {outcome.Report.Questions} questions that set the thresholds");
        PrintRisks(console, outcome);
        if (outcome.Promises.Sets is { } sets) PrintSets(console, sets, outcome.Report);
    }

    private static void PrintWords(IAnsiConsole console, CertaintyState state, bool isKept)
    {
        if (isKept) Console.Out.WriteLine($"words of the model's own estimator, from the {state.Answers} answers of its fit:");
        Table table = ResultPrinter.Columns("said", "from P(right)", "right", "answers");
        foreach (Band band in state.Bands)
            ResultPrinter.Row(table, band.Words, band.From > 1 ? "never" : Percent(band.From), Percent(band.Right), $"{band.Answers}");
        console.Write(table);
        Console.Out.WriteLine(isKept ? "  right: mean accuracy of such answers when it was fitted, not of this run's"
            : "  right: mean accuracy of such held-out answers, by fits that did not see them");
    }

    private static void PrintRisks(IAnsiConsole console, CalibrationOutcome outcome)
    {
        IReadOnlyList<GuaranteedRisk> risks = outcome.Promises.Risks;
        Table table = ResultPrinter.Columns("promised risk", "threshold", "answered", "wrong", "by SGR");
        foreach ((GuaranteedRisk promise, GuaranteedRisk sgr) in risks.Zip(outcome.Sgr))
            ResultPrinter.Row(table, $"{100 * promise.Limit:0.####} %", promise.Threshold is { } threshold ? $"{threshold:F3}" : "none",
                Percent(promise.Coverage), promise.Risk is { } risk ? $"{risk:P2}" : "-", sgr.Threshold is null ? "none" : Percent(sgr.Coverage));
        console.Write(table);
        if (risks.Count == 0) return;
        if (risks.Any(promise => promise.Threshold is not null))
        {
            Console.Out.WriteLine($"  Promised with {100 * (1 - risks[0].Delta):0.####} % confidence: of the answers above the threshold to");
            Console.Out.WriteLine("  questions like these, no larger share is wrong (fewer than 3 of 10 people say");
            Console.Out.WriteLine("  so). It is no promise about one question, one kind of question, or other");
            Console.Out.WriteLine("  pictures.");
        }
        foreach (GuaranteedRisk promise in risks.Where(promise => promise.Threshold is null))
            Console.Out.WriteLine($"  {100 * promise.Limit:0.####} % cannot be promised: {Why(promise)}");
    }

    private static string Why(GuaranteedRisk promise)
    {
        int fewest = AnsweredCounts.Fewest(promise.Limit, promise.Delta, LossKind.ZeroOne);
        return promise.Questions < fewest ? $"it takes {fewest} questions, all right, and there are {promise.Questions}."
            : $"too many of the surest of {promise.Questions} answers are wrong.";
    }

    private static void PrintSets(IAnsiConsole console, AnswerSets sets, CertaintyReport report)
    {
        Table table = ResultPrinter.Columns(sets.Tree.Count > 0 ? "questions like" : "questions that begin", "questions", "threshold");
        foreach (FormThreshold form in sets.Forms.OrderByDescending(form => form.Questions).Take(ShownForms))
            ResultPrinter.Row(table, form.Form.Length == 0 ? "(otherwise)" : ResultPrinter.Short(form.Form, 40), $"{form.Questions}",
                form.Threshold is { } own ? $"{own:F3}" : "all answers");
        ResultPrinter.Row(table, "(any, pooled)", $"{sets.Questions}", sets.Threshold is { } threshold ? $"{threshold:F3}" : "all answers");
        console.Write(table);
        if (sets.Forms.Count > ShownForms) Console.Out.WriteLine($"  and {sets.Forms.Count - ShownForms} others");
        Console.Out.WriteLine($"  Sets of answers ({sets.Score}) hold people's most frequent answer to {100 * sets.Coverage:0.####} % of");
        Console.Out.WriteLine("  questions like these, on average over the questions of each of these kinds;");
        Console.Out.WriteLine($"  here they have {report.Value(Confidence.Right, "set_size"):F2} answers on average.");
    }

    private static string Number(CalibrationOutcome outcome, Confidence confidence, string metric) =>
        outcome.Report.Value(confidence, metric) is var value && double.IsFinite(value) ? $"{value:F4}" : "-";

    private static string Percent(double share) => double.IsFinite(share) ? $"{share:P1}" : "-";
}
