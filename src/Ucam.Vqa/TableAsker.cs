using Ucam.Imaging;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa;

/// <summary>What came of a row of a table.</summary>
/// <param name="Row">Its place.</param>
/// <param name="Picture">The picture, one object for neighbours about the same; null where it could not be read.</param>
/// <param name="Answer">The answer; null where there is none.</param>
/// <param name="Problem">Why there is none.</param>
internal readonly record struct TableAnswer(int Row, Picture? Picture, Answer? Answer, string? Problem);

/// <summary>Answers a table of questions; those about one picture share its features, wherever in the table they stand.</summary>
internal static class TableAsker
{
    /// <summary>The answers, picture by picture, pictures and their questions in the order of the table.</summary>
    /// <param name="model">Who answers.</param>
    /// <param name="rows">The questions.</param>
    /// <param name="wanted">The places of those to ask.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Stops before the next question.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IEnumerable<TableAnswer> Ask(VqaModel model, IReadOnlyList<QuestionRow> rows, IEnumerable<int> wanted, AskOptions options,
        CancellationToken cancel)
    {
        foreach (IGrouping<string?, int> group in wanted.GroupBy(row => rows[row].Problem is null ? rows[row].File : null))
        {
            if (group.Key is not { } file)
            {
                foreach (int row in group) yield return new TableAnswer(row, null, null, rows[row].Problem);
                continue;
            }
            cancel.ThrowIfCancellationRequested();
            (Picture? picture, string? problem) = Read(file);
            using OpenedPicture? opened = picture is null ? null : model.Unopened(picture);
            foreach (int row in group)
            {
                cancel.ThrowIfCancellationRequested();
                yield return opened is null ? new TableAnswer(row, null, null, problem) : Answered(opened, picture, row, rows[row], options, cancel);
            }
        }
    }

    private static TableAnswer Answered(OpenedPicture opened, Picture? picture, int row, QuestionRow asked, AskOptions options,
        CancellationToken cancel)
    {
        try
        {
            return new TableAnswer(row, picture, opened.Answer(asked.Question, options, cancel), null);
        }
        catch (UcamException e)
        {
            return new TableAnswer(row, picture, null, e.Message);
        }
    }

    private static (Picture?, string?) Read(string file)
    {
        try
        {
            return (Picture.Load(file), null);
        }
        catch (PictureException e)
        {
            return (null, e.Message);
        }
    }
}
