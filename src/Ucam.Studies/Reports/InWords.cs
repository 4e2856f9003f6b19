using Ucam.Vqa;

namespace Ucam.Studies;

/// <summary>Says an answer's uncertainty in plain words; the same words on cards, in reports and on the command line.</summary>
public static class InWords
{
    /// <summary>
    /// How sure an answer is, by the number of equally likely answers its entropy amounts to (exp H, the perplexity). Never better
    /// than <see cref="Certainty.Unsure"/> where the picture is unfamiliar or a word of the question is unknown.
    /// </summary>
    public static Certainty Certainty(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var certainty = Choices(answer) switch
        {
            < 1.35 => Ucam.Studies.Certainty.Sure,
            < 1.75 => Ucam.Studies.Certainty.FairlySure,
            < 3.5 => Ucam.Studies.Certainty.Unsure,
            _ => Ucam.Studies.Certainty.Guessing,
        };
        return answer.Familiarity.IsOutside && certainty < Ucam.Studies.Certainty.Unsure ? Ucam.Studies.Certainty.Unsure : certainty;
    }

    /// <summary>"sure", "fairly sure", "unsure" or "guessing".</summary>
    public static string Word(Certainty certainty) => certainty switch
    {
        Ucam.Studies.Certainty.Sure => "sure",
        Ucam.Studies.Certainty.FairlySure => "fairly sure",
        Ucam.Studies.Certainty.Unsure => "unsure",
        _ => "guessing",
    };

    /// <summary>The number of equally likely answers that the predictive entropy amounts to, exp H ≥ 1.</summary>
    public static double Choices(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Math.Exp(answer.Uncertainty.Predictive);
    }

    /// <summary>One sentence on what the entropy means: "As unsure as choosing between 2.4 equally likely answers."</summary>
    public static string Doubt(Answer answer)
    {
        var choices = Choices(answer);
        return choices < 1.05 ? "Next to no doubt: one answer stands out." : $"Like choosing between {choices:0.0} equally likely answers.";
    }

    /// <summary>
    /// Why the doubt is not parted into data and model: the picture or a word is strange to the model, so that neither part means
    /// anything, or it answered without dropout; null where the parts can be told.
    /// </summary>
    public static string? NotParted(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Familiarity.IsOutside) return "not parted into data and model: unlike what it learned";
        return double.IsNaN(answer.Uncertainty.Epistemic) ? "not parted into data and model: one pass without dropout" : null;
    }

    /// <summary>
    /// Which part of the doubt outweighs, and what would lessen it; null where there is next to none, or where the parts cannot be told
    /// (<see cref="NotParted"/>).
    /// </summary>
    public static string? Source(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var u = answer.Uncertainty;
        if (u.Predictive < 0.05 || NotParted(answer) is not null) return null;
        if (u.Epistemic > u.Aleatoric) return "Most of it is the model's: more training on cases like this would lessen it.";
        return "Most of it lies in the picture and the question: people might disagree here too.";
    }

    /// <summary>What is unusual about the picture or the question, for a warning; null where nothing is.</summary>
    public static string? Warning(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var f = answer.Familiarity;
        var note = f.Note ?? (f.IsUnfamiliar ? "This is unlike what the model was trained on; do not rely on the answer." : null);
        string[] unsaid = [.. f.UnknownWords.Where(w => note?.Contains(w, StringComparison.Ordinal) != true)];
        var words = unsaid.Length == 0 ? null : $"Words the model never saw: {string.Join(", ", unsaid.Select(w => $"“{w}”"))}.";
        return (note, words) switch
        {
            (null, null) => null,
            (null, _) => words,
            (_, null) => note,
            _ => $"{note} {words}",
        };
    }
}
