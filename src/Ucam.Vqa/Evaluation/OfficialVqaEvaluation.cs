using System.Globalization;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Vqa;

/// <summary>One line of the official tables.</summary>
/// <param name="Name">The answer type or question type.</param>
/// <param name="Questions">Number of questions.</param>
/// <param name="Accuracy">Mean accuracy in percent, rounded to two places.</param>
public sealed record OfficialVqaLine(string Name, int Questions, double Accuracy);

/// <summary>
/// The official evaluation of a submission (GT-Vision-Lab/VQA, vqaEvaluation/vqaEval.py): accuracy of each question by
/// <see cref="OfficialVqaAccuracy"/>, and its tables, in percent rounded to two places.
/// </summary>
public sealed record OfficialVqaEvaluation
{
    private const int Named = 5;

    /// <summary>Mean over all questions, percent.</summary>
    public required double Overall { get; init; }

    /// <summary>Each answer type, by name.</summary>
    public required IReadOnlyList<OfficialVqaLine> AnswerTypes { get; init; }

    /// <summary>Each question type, by name.</summary>
    public required IReadOnlyList<OfficialVqaLine> QuestionTypes { get; init; }

    /// <summary>Accuracy of each question, percent, in the order of the annotations.</summary>
    public required IReadOnlyList<KeyValuePair<long, double>> Questions { get; init; }

    /// <summary>
    /// Questions in which several people's entries have no answer_id or the same one. The official script cannot tell such people apart:
    /// it leaves out all that said the same at once, which gives less than their agreement is worth.
    /// </summary>
    public int SharedEntries { get; init; }

    /// <summary>Scores a results file against annotations, as the official script does.</summary>
    /// <param name="resultsPath">The submission: exactly one answer for each annotated question.</param>
    /// <param name="annotationsPaths">Annotations files of the VQA layout, which together are the set.</param>
    /// <exception cref="UcamException">A file cannot be read or is malformed, an annotation is there twice, or the results do not answer exactly
    /// these questions.</exception>
    public static OfficialVqaEvaluation Of(string resultsPath, params IReadOnlyList<string> annotationsPaths)
    {
        ArgumentNullException.ThrowIfNull(annotationsPaths);
        IReadOnlyDictionary<long, string> answers = VqaResultsFile.Read(resultsPath);
        IReadOnlyList<VqaItem> items = VqaAnnotations.Read(annotationsPaths);
        Match(resultsPath, answers, items);
        return Of(answers, items);
    }

    /// <summary>Scores answers to questions; each item needs an answer.</summary>
    /// <exception cref="ArgumentException">There are no questions, or one has no people's answers or no given one.</exception>
    public static OfficialVqaEvaluation Of(IReadOnlyDictionary<long, string> answers, IReadOnlyList<VqaItem> items)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0) throw new ArgumentException("There are no questions.", nameof(items));
        double[] scores = [.. items.Select(item => OfficialVqaAccuracy.Score(
            answers.TryGetValue(item.QuestionId, out string? given)
                ? given : throw new ArgumentException($"Question {item.QuestionId} is not answered.", nameof(answers)), item.Answers,
                item.AnswerEntries))];
        return new OfficialVqaEvaluation
        {
            Overall = Mean(scores),
            AnswerTypes = Lines(items.Select(i => i.AnswerType), scores),
            QuestionTypes = Lines(items.Select(i => i.QuestionType), scores),
            SharedEntries = items.Count(i => i.AnswerEntries is not null),
            Questions = [.. items.Select((item, i) => KeyValuePair.Create(item.QuestionId, OfficialVqaAccuracy.Rounded(100 * scores[i])))],
        };
    }

    private static OfficialVqaLine[] Lines(IEnumerable<string> types, double[] scores) =>
        [.. types.Zip(scores).GroupBy(pair => pair.First, pair => pair.Second, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new OfficialVqaLine(g.Key, g.Count(), Mean([.. g])))];

    private static double Mean(double[] scores)
    {
        double sum = 0;
        foreach (double score in scores) sum += score;
        return OfficialVqaAccuracy.Rounded(100 * sum / scores.Length);
    }

    private static void Match(string path, IReadOnlyDictionary<long, string> answers, IReadOnlyList<VqaItem> items)
    {
        HashSet<long> asked = [.. items.Select(i => i.QuestionId)];
        long[] missing = [.. asked.Where(id => !answers.ContainsKey(id))], unknown = [.. answers.Keys.Where(id => !asked.Contains(id))];
        if (missing.Length + unknown.Length == 0) return;
        string[] parts = [.. new[]
        { Some(missing, "annotated questions have no answer"), Some(unknown, "answers are to questions that are not annotated") }.OfType<string>()];
        throw new UcamException($"{path}: {string.Join("; ", parts)}; a submission answers exactly the annotated questions.")
        { File = path, Field = "question_id" };
    }

    private static string? Some(long[] ids, string what) => ids.Length == 0 ? null
        : $"{ids.Length} {what} "
            + $"({string.Join(", ", ids.Take(Named).Select(id => id.ToString(CultureInfo.InvariantCulture)))}{(ids.Length > Named ? ", …" : "")})";
}
