using Ucam.Vqa;

namespace Ucam.Studies;

/// <summary>Says an answer's certainty and doubt in plain words; the same words on cards, in reports and on the command line.</summary>
public static class InWords
{
    /// <summary>
    /// How sure an answer is: what the certainty estimator calls it where it is known how likely the answer is right. Else by the number of
    /// equally likely answers its entropy amounts to (exp H, the perplexity), and never better than <see cref="Sureness.Unsure"/> where the
    /// picture is unfamiliar or a word of the question is unknown.
    /// </summary>
    public static Sureness Sureness(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return (Sureness)AnswerWords.Step(answer);
    }

    /// <summary>"sure", "fairly sure", "unsure" or "guessing".</summary>
    public static string Word(Sureness sureness) => AnswerWords.Word(Math.Clamp((int)sureness, 0, (int)Ucam.Studies.Sureness.Guessing));

    /// <summary>How likely it is right: "right with 94 %"; null where that is not known.</summary>
    public static string? Right(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return AnswerWords.Right(answer);
    }

    /// <summary>
    /// Why it is that likely right, "because the second-best answer is far behind" or "not surer because …", or why that is not known, without
    /// a full stop; null where there is nothing to say.
    /// </summary>
    public static string? Reason(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return AnswerWords.Reason(answer);
    }

    /// <summary>
    /// The answers of a set of several, and how often such sets hold the right one: "red or orange (90 %)"; null where there is one or none.
    /// </summary>
    public static string? Set(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return AnswerWords.Set(answer);
    }

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

    /// <summary>What the parts of the doubt are worth: how much of what one cause adds stands in the other's part, measured.</summary>
    public static string PartsLeak => AnswerWords.PartsLeak;

    /// <summary>
    /// Why the doubt is not parted into data and model: the picture or a word is strange to the model, so that neither part means
    /// anything, or it answered without dropout; null where the parts can be told.
    /// </summary>
    public static string? NotParted(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return AnswerWords.NotParted(answer);
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
        return AnswerWords.Warning(answer);
    }
}
