namespace Ucam.Vqa.Datasets.Files;

/// <summary>How sure people said to be of their answers, which VQA asked each of them: yes, maybe or no.</summary>
internal static class SelfConfidence
{
    private static readonly string[] Words = ["yes", "maybe", "no"];

    /// <summary>Mean doubt of those who answered: 0 for yes, a half for maybe, 1 for no; NaN where none was asked or said another word.</summary>
    public static double Doubt(IReadOnlyList<string>? confidences)
    {
        if (confidences is null || confidences.Count == 0) return double.NaN;
        int[] steps = [.. confidences.Select(word => Array.IndexOf(Words, word))];
        return steps.Contains(-1) ? double.NaN : steps.Average() / (Words.Length - 1);
    }

    /// <summary>Notes how many answers people were sure of, where not of all.</summary>
    public static void Report(SourceBuilder builder, IEnumerable<SourceQuestion> questions)
    {
        Dictionary<string, int> counts = questions.SelectMany(q => q.Confidences ?? []).CountBy(word => word).ToDictionary();
        if (counts.Keys.All(word => word == Words[0])) return;
        IEnumerable<string> said = counts.OrderByDescending(c => c.Value).Take(Words.Length).Select(c => $"{c.Key} {c.Value}");
        builder.Note($"asked whether they were sure of their answers, people said: {string.Join(", ", said)}");
    }
}
