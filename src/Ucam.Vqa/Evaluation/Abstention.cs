using Ucam.Metrics;

namespace Ucam.Vqa.Evaluation;

/// <summary>Which answers a promise lets through.</summary>
internal static class Abstention
{
    /// <summary>Whether it is answered: its P(right) is known and reaches the threshold.</summary>
    public static bool Answers(GuaranteedRisk promise, QuestionResult result) => Answers(promise, result.Certainty);

    /// <summary>The same by the certainty alone.</summary>
    public static bool Answers(GuaranteedRisk promise, AnswerCertainty? certainty) => certainty is not null && promise.Answers(certainty.Probability);
}
