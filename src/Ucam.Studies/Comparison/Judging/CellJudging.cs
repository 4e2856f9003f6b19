using Ucam.Vqa;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>Asks judges about a trained cell.</summary>
internal static class CellJudging
{
    /// <summary>A row a judge.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="network">Its network, in evaluation mode.</param>
    /// <param name="data">Judges are fitted on the validation part and tested on the test part.</param>
    /// <param name="request">The judges and the passes.</param>
    /// <param name="further">What is not of the cell's own answers.</param>
    /// <param name="cancel">Ends it between two batches of pictures.</param>
    /// <exception cref="UcamException">There are too few validation questions, or all answers are right or all wrong.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<JudgedRow> Run(CompareCell cell, VqaNetwork network, CellData data, JudgingRequest request,
        IFurtherSources further, CancellationToken cancel)
    {
        // Without the picture is with a picture that is the training pictures' mean everywhere.
        network.Familiarity = data.Familiarity;
        try
        {
            return [.. Rows(request.Judges.Where(judge => !judge.TwicePasses), request.Passes),
                .. Rows(request.Judges.Where(judge => judge.TwicePasses), 2 * request.Passes)];
        }
        finally
        {
            network.Familiarity = null;
        }

        IReadOnlyList<JudgedRow> Rows(IEnumerable<CellJudge> some, int passes)
        {
            CellJudge[] judges = [.. some];
            if (judges.Length == 0) return [];
            var options = new EvaluationOptions { Passes = passes, Seed = cell.Seed, KeepSignals = judges.Any(judge => judge.Cost is null) };
            CellAnswers Answers(RunPart part) => CellAnswers.Collect(network, part, options, cancel);
            using var answers = new JudgedCell(Answers(data.Validation), Answers(data.Test), cell.Seed) { Further = further };
            return Ask(cell, answers, judges, cancel);
        }
    }

    /// <summary>A row a judge, of answers that are there.</summary>
    /// <exception cref="UcamException">There are too few held-out answers, or all are right or all wrong.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<JudgedRow> Ask(CompareCell cell, JudgedCell answers, IEnumerable<CellJudge> judges, CancellationToken cancel)
    {
        var rows = new List<JudgedRow>();
        foreach (CellJudge judge in judges)
        {
            cancel.ThrowIfCancellationRequested();
            rows.Add(new JudgedRow(cell, judge.Name, JudgedMetrics.Measure(answers, judge.Judge(answers))));
        }
        return rows;
    }
}
