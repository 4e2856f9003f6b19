using static TorchSharp.torch;

namespace Ucam.Certainty.Signals;

/// <summary>
/// Gradient certainty at answer time: how much of what was looked at, or of the question, speaks for and against (docs/method.md §4b).
/// </summary>
internal static class EvidenceSignals
{
    public const string Group = "gradient", QuestionGroup = "question-gradient";

    /// <summary>At the attention, or a marked activation.</summary>
    public static IReadOnlyList<CertaintySignal> OfPicture { get; } = Six("evidence", Group, "what it looked at", x => x.Evidence);

    /// <summary>At what stands for the question.</summary>
    public static IReadOnlyList<CertaintySignal> OfQuestion { get; } =
        Six("question-evidence", QuestionGroup, "the question", x => x.QuestionEvidence);

    private static CertaintySignal[] Six(string name, string group, string what, Func<CertaintyInput, GradientEvidence?> at)
    {
        CertaintySignal Of(string part, int leans, Func<GradientEvidence, Tensor> value, string against, string speaksFor) =>
            new($"{name}-{part}", group, 0, x => at(x) is { } e ? value(e) : null)
            { Against = against, For = speaksFor, Leans = leans, IsOptional = group == QuestionGroup };
        return
        [
            Of("for", 1, e => GradientEvidence.Positive(e.Answer), $"little in {what} speaks for the answer",
                $"much in {what} speaks for the answer"),
            Of("against", -1, e => GradientEvidence.Negative(e.Answer), $"something in {what} speaks against the answer",
                $"nothing in {what} speaks against the answer"),
            Of("doubt", -1, e => GradientEvidence.Positive(e.Doubt), $"something in {what} makes it doubt", $"nothing in {what} makes it doubt"),
            Of("assurance", 1, e => GradientEvidence.Negative(e.Doubt), $"little in {what} makes it sure", $"much in {what} makes it sure"),
            Of("slope", -1, e => e.AnswerNorm, $"the answer hangs on details of {what}", $"the answer does not hang on details of {what}"),
            Of("doubt-slope", -1, e => e.DoubtNorm, $"its certainty hangs on details of {what}", $"its certainty does not hang on details of {what}"),
        ];
    }
}
