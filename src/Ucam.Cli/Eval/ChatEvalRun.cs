using System.ClientModel;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Extensions.AI;
using Ucam.Vqa;
using Ucam.Vqa.Evaluation;

namespace Ucam.Cli.Eval;

/// <summary>One evaluation of a chat model.</summary>
/// <param name="endpoint">The model.</param>
/// <param name="options">How it is asked.</param>
/// <param name="to">What is written.</param>
/// <param name="fit">Where the estimator goes that is fitted on the answers; null for none.</param>
internal sealed class ChatEvalRun(ChatEndpoint endpoint, ChatEvaluationOptions options, EvalFiles to, string? fit)
{
    /// <summary>Asks the sets, prints the tables and writes the files.</summary>
    public void Run(IReadOnlyList<IVqaSet> sets, CancellationToken cancel)
    {
        var scored = new List<(string Set, IReadOnlyList<QuestionResult> Results)>();
        using (var progress = new ConsoleProgress())
        {
            int questions = sets.Sum(set => set.Items.Count);
            progress.Log($"{questions} questions: at most {(long)questions * options.Doubt.CallsPerAnswer:#,##0} calls"
                + $"{(options.Doubt.Budget?.CallsLeft is { } left ? $", of which the budget allows {left:#,##0}" : "")}.");
            foreach (IVqaSet set in sets)
            {
                ChatEvaluation done = Ask(set, progress, cancel);
                progress.Log($"{set.Name}: {done.Cost}.");
                if (done.Results.Count == 0 && set.Items.Count > 0)
                    throw new UcamException($"{set.Name}: no question got an answer: "
                        + (done.Problem ?? $"the budget does not reach for one, which may take {options.Doubt.CallsPerAnswer} calls") + ".");
                if (done.Unanswered > 0) progress.Log($"{set.Name}: {done.Unanswered} of {set.Items.Count} questions got no answer"
                    + $"{(done.Problem is { } why ? $" ({why})" : "")}"
                    + $"{(options.Doubt.Budget is null ? "" : " or did not fit the budget")}"
                    + $"{(options.AnswersFile is null ? "" : "; run it again to ask them")}.");
                string? At(string? path) => EvalRun.PathOf(path, set.Name, sets.Count);
                if (At(to.Table) is { } table) ResultTables.WriteQuestions(Output.WithFolder(table), done.Results);
                if (At(to.Official) is { } official) ResultTables.WriteOfficial(Output.WithFolder(official), done.Results);
                if (fit is not null) Fit(fit, done, progress);
                if (done.Results.Any(result => result.Truth.Length > 0)) scored.Add((set.Name, done.Results));
                else progress.Log($"{set.Name}: no annotations, so answers are not scored.");
            }
        }
        if (scored.Count == 0) return;
        ResultPrinter.Print([.. scored.Select(set => (set.Set, EvaluationSummary.Of(set.Results)))]);
        IReadOnlyList<CertaintyReport> reports = CertaintyReport.OfAll(scored, promises: null);
        if (scored[0].Results.Any(result => result.Certainty is { IsKnown: true })) CertaintyPrinter.Print(reports, isHindsight: true);
        if (to.Metrics is { } metrics) CertaintyReport.Write(Output.WithFolder(metrics), reports);
    }

    private ChatEvaluation Ask(IVqaSet set, ConsoleProgress progress, CancellationToken cancel)
    {
        try
        {
            return ChatEvaluation.RunAsync(endpoint.Client, set, options, progress, cancel).GetAwaiter().GetResult();
        }
        catch (ClientResultException e)
        {
            throw new UcamException($"{endpoint.Address}: {ControlText.Shown(e.Message.ReplaceLineEndings(" "), "")}", e);
        }
    }

    private void Fit(string path, ChatEvaluation done, ConsoleProgress progress)
    {
        CertaintyEstimator fitted = done.Fit(options.Doubt.Seed);
        AtomicFile.WriteText(Output.WithFolder(path), fitted.ToJson());
        progress.Log($"fitted on {fitted.Answers} answers, by {fitted.Signals.Count} signals: {string.Join(", ", fitted.Signals)}.");
    }
}
