using Ucam.Certainty;
using Ucam.Certainty.Estimation;

namespace Ucam.Vqa;

/// <summary>What an answer's numbers mean in words; the same on cards, in reports, on the command line and in JSON.</summary>
internal static class AnswerWords
{
    // Fewer equally likely answers than these are each a step surer, where nothing better is known.
    private static readonly double[] Limits = [1.35, 1.75, 3.5];
    private static readonly string[] Steps = [.. Bands.Words];
    private const int Unsure = 2, ListedAnswers = 4;

    /// <summary>
    /// How sure, from 0, sure, to 3, guessing: the certainty estimator's words where it was asked. Else by the entropy, never better than unsure
    /// outside what the model learned.
    /// </summary>
    public static int Step(Answer answer)
    {
        if (Judged(answer) is int judged) return judged;
        int step = StepOfDoubt(answer.Uncertainty.Predictive);
        return answer.Familiarity.IsOutside ? Math.Max(step, Unsure) : step;
    }

    /// <summary>How sure by the entropy alone, nats.</summary>
    public static int StepOfDoubt(double entropy)
    {
        double choices = Math.Exp(entropy);
        return Limits.TakeWhile(limit => !(choices < limit)).Count();
    }

    /// <summary>A step in words.</summary>
    public static string Word(int step) => Steps[step];

    /// <summary>"right with 94 %"; null where it is not known.</summary>
    public static string? Right(Answer answer) => answer.Certainty.IsKnown ? $"right with {ShareWords.Likely(answer.Certainty.Probability)}" : null;

    /// <summary>What speaks most for the answer or against it, or why that is not known; null where there is nothing to say.</summary>
    public static string? Reason(Answer answer)
    {
        AnswerCertainty certainty = answer.Certainty;
        if (!certainty.IsKnown) return $"not known how likely it is right: {certainty.Because}";
        if (certainty.Because.Length == 0) return null;
        bool against = certainty.Reasons.FirstOrDefault(r => certainty.Because.StartsWith(r.Text, StringComparison.Ordinal)) is { LogOdds: < 0 };
        return $"{(against ? "not surer because" : "because")} {certainty.Because}";
    }

    /// <summary>The answers of a set of several, "red or orange (90 %)"; null for fewer.</summary>
    public static string? Set(Answer answer)
    {
        IReadOnlyList<string> set = answer.Certainty.Set;
        if (set.Count < 2) return null;
        string others = set.Count > ListedAnswers ? $" or {set.Count - ListedAnswers} others" : "";
        return $"{string.Join(" or ", set.Take(ListedAnswers))}{others} ({ShareWords.Least(answer.Certainty.SetCoverage)})";
    }

    // Words that are not the estimator's own, as a caller may have made them, are no step.
    private static int? Judged(Answer answer) =>
        answer.Certainty.IsKnown && Array.IndexOf(Steps, answer.Certainty.Words) is >= 0 and int step ? step : null;

    /// <summary>What the parts of the doubt are worth, as 'bench leakage' measures it; docs/results/leakage.md has the table.</summary>
    public const string PartsLeak = "rough: on Scenes 80 % of the doubt that unseen things add stands as data";

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
