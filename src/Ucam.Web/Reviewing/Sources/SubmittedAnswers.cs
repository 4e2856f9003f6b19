using Ucam.Studies.Reports.Table;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Web.Reviewing.Sources;

/// <summary>
/// Reads results in the official format (question_id, answer, and a confidence where there is one), with the questions they answer.
/// </summary>
internal static class SubmittedAnswers
{
    private const int Named = 5;

    /// <summary>Whether a file is a list, as these are; answers one a line are not.</summary>
    /// <exception cref="UcamException">It cannot be read.</exception>
    public static bool IsList(string path)
    {
        try
        {
            using var text = new StreamReader(OrdinaryFile.Open(path));
            int first = text.Read();
            while (first >= 0 && char.IsWhiteSpace((char)first)) first = text.Read();
            return first == '[';
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw FileProblem.CannotRead(path, e);
        }
    }

    /// <summary>Reads the answers.</summary>
    /// <param name="path">The results.</param>
    /// <param name="questions">The questions in the VQA layout, JSON.</param>
    /// <param name="annotations">The people's answers in the VQA layout, JSON; null where they are not known.</param>
    /// <param name="images">The folder of the pictures, found by their numbers; null for none.</param>
    /// <exception cref="UcamException">A file cannot be read or is malformed, or an answer is to a question that is not among them.</exception>
    public static ReviewData Read(string path, string questions, string? annotations, string? images)
    {
        IReadOnlyDictionary<long, string> answers = VqaResultsFile.Read(path);
        IReadOnlyDictionary<long, double> confidences = VqaResultsFile.ReadConfidences(path);
        FileSet set = DataFormats.Open("vqa", annotations is null ? [questions] : [questions, annotations], out DataReport report);
        report.Require();
        VqaItem[] items = [.. set.Items.Where(item => answers.ContainsKey(item.QuestionId))];
        if (items.Length == 0)
            throw new UcamException($"{path} answers none of the questions of {questions}.") { File = path, Field = "question_id" };
        Match(path, questions, answers, items);
        if (annotations is not null && items.All(item => item.Answers.Count == 0))
            throw new UcamException($"{annotations} has no people's answers to these questions; give the annotations of their split.")
            { File = annotations };
        var pictures = new PictureList(images);
        return new ReviewData
        {
            Title = $"Review of {Path.GetFileName(path)}",
            Facts = items.Length < set.Items.Count ? $"{items.Length} of {set.Items.Count} questions are answered." : null,
            Rows = [.. items.Select(item => Row(item, answers[item.QuestionId], confidences, pictures))],
            Pictures = pictures.Pictures,
            QuestionIds = [.. items.Select(item => item.QuestionId)],
            Details = _ => null,
        };
    }

    private static AnswerRow Row(VqaItem item, string answer, IReadOnlyDictionary<long, double> confidences, PictureList pictures) => new AnswerRow
    {
        Picture = pictures.ByNumber(item.ImageId),
        Question = item.Question,
        Answer = answer,
        Type = AnswerRow.TypeOf(item.QuestionType, item.Answers.Count > 0 ? item.AnswerType : ""),
        Step = AnswerRow.Unsaid,
        Certainty = confidences.TryGetValue(item.QuestionId, out double sure) ? AnswerRow.Known(sure) : null,
    }.Beside(item.Answers);

    private static void Match(string path, string questions, IReadOnlyDictionary<long, string> answers, VqaItem[] items)
    {
        if (items.Length == answers.Count) return;
        HashSet<long> asked = [.. items.Select(item => item.QuestionId)];
        long[] unknown = [.. answers.Keys.Where(id => !asked.Contains(id))];
        throw new UcamException($"{path}: {unknown.Length} answers are to questions that are not in {questions} "
            + $"({string.Join(", ", unknown.Take(Named))}{(unknown.Length > Named ? ", …" : "")}); give the questions of its split.")
        { File = path, Field = "question_id" };
    }
}
