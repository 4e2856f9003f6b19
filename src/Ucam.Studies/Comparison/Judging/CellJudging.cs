using Ucam.Vqa.Models;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>Asks every judge about a trained cell.</summary>
internal static class CellJudging
{
    /// <summary>A row a judge.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="network">Its network, in evaluation mode.</param>
    /// <param name="data">Judges are fitted on the validation part and tested on the test part.</param>
    /// <param name="passes">Dropout passes.</param>
    /// <param name="cancel">Ends it between two batches of pictures.</param>
    /// <exception cref="UcamException">There are too few validation questions, or all answers are right or all wrong.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<JudgedRow> Run(CompareCell cell, VqaNetwork network, CellData data, int passes, CancellationToken cancel)
    {
        // Without the picture is with a picture that is the training pictures' mean everywhere.
        network.Familiarity = data.Familiarity;
        try
        {
            return [.. Rows(CellJudges.All.Where(judge => !judge.TwicePasses), passes),
                .. Rows(CellJudges.All.Where(judge => judge.TwicePasses), 2 * passes)];
        }
        finally
        {
            network.Familiarity = null;
        }

        List<JudgedRow> Rows(IEnumerable<CellJudge> judges, int count)
        {
            using var answers = new JudgedCell(CellAnswers.Collect(network, data.Validation, count, cell.Seed, cancel),
                CellAnswers.Collect(network, data.Test, count, cell.Seed, cancel), cell.Seed);
            var rows = new List<JudgedRow>();
            foreach (CellJudge judge in judges)
            {
                cancel.ThrowIfCancellationRequested();
                rows.Add(new JudgedRow(cell, judge.Name, JudgedMetrics.Measure(answers, judge.Judge(answers))));
            }
            return rows;
        }
    }
}
