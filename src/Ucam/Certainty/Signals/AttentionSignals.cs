using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Certainty.Signals;

/// <summary>How the model looked.</summary>
internal static class AttentionSignals
{
    public const string Group = "attention";

    public static CertaintySignal Peak { get; } = new("attention-peak", Group, 0, x => Mean(x)?.amax([1]))
    { Against = "it did not look at one place", For = "it looked at one place", Leans = 1 };

    public static CertaintySignal Entropy { get; } = new("attention-entropy", Group, 0, x => Mean(x) is { } mean ? Nats.Entropy(mean) : null)
    { Against = "it looked all over the picture", For = "it knew where to look", Leans = -1 };

    public static CertaintySignal Agreement { get; } = new("glimpse-agreement", Group, 0, Overlap)
    { Against = "its glimpses do not fit together", For = "its glimpses fit together", Leans = 1 };

    private static Tensor? Mean(CertaintyInput input)
    {
        if (input.Attention is not { } maps) return null;
        Tensor mean = maps.mean([2]);
        return mean / mean.sum(1, keepdim: true).clamp_min(CertaintyInput.Least);
    }

    // Σ_p min_g a_g(p): 1 where all glimpses are one.
    private static Tensor? Overlap(CertaintyInput input) => input.Attention is { } maps && maps.shape[2] > 1
        ? (maps / maps.sum(1, keepdim: true).clamp_min(CertaintyInput.Least)).amin([2]).sum(1) : null;
}
