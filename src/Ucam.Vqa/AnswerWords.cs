namespace Ucam.Vqa;

/// <summary>What an answer's numbers mean in words; the same on cards, in reports, on the command line and in JSON.</summary>
internal static class AnswerWords
{
    // Fewer equally likely answers than these are each a step surer.
    private static readonly double[] Limits = [1.35, 1.75, 3.5];
    private static readonly string[] Steps = ["sure", "fairly sure", "unsure", "guessing"];
    private const int Unsure = 2;

    /// <summary>How sure, from 0, sure, to 3, guessing; never better than unsure outside what the model learned.</summary>
    public static int Step(Answer answer)
    {
        double choices = Math.Exp(answer.Uncertainty.Predictive);
        int step = Limits.TakeWhile(limit => !(choices < limit)).Count();
        return answer.Familiarity.IsOutside ? Math.Max(step, Unsure) : step;
    }

    /// <summary>A step in words.</summary>
    public static string Word(int step) => Steps[step];

    /// <summary>Why the doubt is not parted into data and model; null where the parts can be told.</summary>
    public static string? NotParted(Answer answer)
    {
        if (answer.Familiarity.IsOutside) return "not parted into data and model: unlike what it learned";
        return double.IsNaN(answer.Uncertainty.Epistemic) ? "not parted into data and model: one pass without dropout" : null;
    }

    /// <summary>What is unusual about the picture or the question; null where nothing is.</summary>
    public static string? Warning(Answer answer)
    {
        Familiarity f = answer.Familiarity;
        string? note = f.Note ?? (f.IsUnfamiliar ? "This is unlike what the model was trained on; do not rely on the answer." : null);
        string[] unsaid = [.. f.UnknownWords.Where(w => note?.Contains(w, StringComparison.Ordinal) != true)];
        string? words = unsaid.Length == 0 ? null : $"Words the model never saw: {string.Join(", ", unsaid.Select(w => $"“{w}”"))}.";
        return note is null ? words : words is null ? note : $"{note} {words}";
    }
}
