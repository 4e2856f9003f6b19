using Ucam.Vqa.Models;

namespace Ucam.Vqa.Asking;

/// <summary>Whether a network's estimator can say how likely an answer is right.</summary>
internal static class Judgement
{
    /// <summary>Fewer passes than these make other statistics than the estimator was fitted on.</summary>
    public const int FewestPasses = 10;

    /// <summary>Why it cannot, without a full stop; null where it can.</summary>
    public static string? Missing(VqaNetwork network, int passes, McMode mode)
    {
        if (network.Certainty is null)
            return $"the model '{network.Config.Name}' carries no certainty estimator; 'ucam calibrate' fits one";
        if (mode == McMode.Full) return "the certainty estimator was fitted on passes of the head, not of the whole network";
        return passes >= FewestPasses ? null : $"the certainty estimator needs at least {FewestPasses} dropout passes";
    }

    /// <summary>A certainty with the set of answers that the network promises; as it is where it promises none or nothing is known.</summary>
    /// <param name="certainty">What is known of the answer.</param>
    /// <param name="network">The network.</param>
    /// <param name="mean">p̄ over its answers.</param>
    /// <param name="question">The question.</param>
    public static AnswerCertainty WithSet(AnswerCertainty certainty, VqaNetwork network, ReadOnlySpan<float> mean, string question) =>
        certainty.IsKnown && network.Promises?.Sets is { } sets
            ? certainty with { Set = [.. sets.Of(mean, question).Select(k => network.Answers[k])], SetCoverage = sets.Coverage } : certainty;
}
