using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Metrics;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Features;

namespace Ucam.Cli.Eval;

/// <summary>The files that an evaluation writes; null for one that was not asked for.</summary>
/// <param name="Table">Each question (CSV).</param>
/// <param name="Official">The official results (JSON).</param>
/// <param name="Metrics">Metrics of certainty (CSV).</param>
/// <param name="Report">The answers as a page (HTML).</param>
internal sealed record EvalFiles(string? Table, string? Official, string? Metrics, string? Report);

/// <summary>One evaluation of a model.</summary>
/// <param name="model">The model.</param>
/// <param name="features">Features in place of pictures; null for pictures.</param>
/// <param name="options">Passes and seed.</param>
/// <param name="to">What is written.</param>
/// <param name="promise">Answers below its threshold are withheld; null for none.</param>
/// <param name="metrics">Beside the usual figures.</param>
internal sealed class EvalRun(VqaModel model, FeatureFile? features, EvaluationOptions options, EvalFiles to, GuaranteedRisk? promise,
    IReadOnlyList<EvaluationMetric> metrics)
{
    /// <summary>The results of each set, where its questions were answered before; null where they are asked now.</summary>
    public IReadOnlyList<IReadOnlyList<QuestionResult>>? Answered { get; init; }

    /// <summary>Answers the questions of one set, or those of a part.</summary>
    public static IReadOnlyList<QuestionResult> Ask(VqaModel model, IVqaSet set, FeatureFile? features, EvaluationOptions options,
        ConsoleProgress progress, CancellationToken cancel) => features is null ? Evaluator.Run(model.Network, set, options, progress, cancel)
        : Evaluator.Run(model.Network, set, features, options, progress, cancel);

    /// <summary>Answers the sets, prints the tables and writes the files.</summary>
    public void Run(IReadOnlyList<IVqaSet> sets, CancellationToken cancel)
    {
        var summaries = new List<(string, EvaluationSummary)>();
        var scored = new List<(string Set, IReadOnlyList<QuestionResult> Results)>();
        foreach (IVqaSet set in sets)
        {
            Output.CheckFile("--out", PathOf(to.Table, set.Name, sets.Count));
            Output.CheckFile("--official", PathOf(to.Official, set.Name, sets.Count));
            Output.CheckFile("--report", PathOf(to.Report, set.Name, sets.Count));
        }
        using (var progress = new ConsoleProgress())
        {
            foreach ((int number, IVqaSet set) in sets.Index())
            {
                IReadOnlyList<QuestionResult> results = Answered?[number] ?? Ask(model, set, features, options, progress, cancel);
                Write(to.Table, set.Name, sets.Count, path => ResultTables.WriteQuestions(path, results, promise));
                Write(to.Official, set.Name, sets.Count, path => ResultTables.WriteOfficial(path, results));
                Write(to.Report, set.Name, sets.Count, path =>
                    new EvalReport(model, set, options, features is null).Write(path, results, progress, cancel));
                if (results.Any(r => r.Truth.Length > 0))
                {
                    summaries.Add((set.Name, EvaluationSummary.Of(results, metrics)));
                    scored.Add((set.Name, results));
                }
                else progress.Log($"{set.Name}: no annotations, so answers are not "
                    + $"scored{(to is { Table: null, Official: null, Report: null } ? "; --out or --official writes them" : "")}.");
            }
        }
        if (summaries.Count == 0)
        {
            if (to.Metrics is not null) Console.Error.WriteLine($"note: no answers are scored, so nothing was written to {to.Metrics}.");
            return;
        }
        ResultPrinter.Print(summaries, metrics);
        Certainty(scored);
    }

    private void Certainty(List<(string Set, IReadOnlyList<QuestionResult> Results)> scored)
    {
        bool judged = scored[0].Results.Any(r => r.Certainty is { IsKnown: true });
        if (promise is not null) CertaintyPrinter.Print(scored, promise);
        if (!judged && model.Network.Certainty is not null && Judgement.Missing(model.Network, options.Passes, options.Mode) is { } why)
            Console.Error.WriteLine($"note: there is no table of certainty; {why}.");
        if (!judged && to.Metrics is null) return;
        IReadOnlyList<CertaintyReport> reports = CertaintyReport.OfAll(scored, model.Network.Promises);
        if (judged) CertaintyPrinter.Print(reports, isHindsight: model.Network.Promises is null or { Chosen.Count: 0 });
        if (to.Metrics is { } path) CertaintyReport.Write(Output.WithFolder(path), reports);
    }

    private static void Write(string? path, string set, int sets, Action<string> write)
    {
        if (PathOf(path, set, sets) is { } file) write(Output.WithFolder(file));
    }

    /// <summary>Where the file of a set goes, of which there are several.</summary>
    internal static string? PathOf(string? path, string set, int sets) => sets == 1 || path is null ? path
        : Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}.{set}{Path.GetExtension(path)}");
}
