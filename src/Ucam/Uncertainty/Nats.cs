using static TorchSharp.torch;

namespace Ucam.Uncertainty;

/// <summary>Entropy of many distributions at once.</summary>
internal static class Nats
{
    /// <summary>−Σ_k p_k ln p_k over the last dimension, (…,K) → (…), in nats; 0·ln 0 = 0.</summary>
    public static Tensor Entropy(Tensor probabilities)
    {
        using var scope = NewDisposeScope();
        // Rounding may leave a certain answer a hair below zero.
        return (0 - probabilities.xlogy(probabilities).sum(-1)).clamp_min(0).MoveToOuterDisposeScope();
    }

    /// <summary>The same from ln p, with a finite gradient where a probability underflows.</summary>
    public static Tensor EntropyOfLogs(Tensor logarithms)
    {
        using var scope = NewDisposeScope();
        // From 0, since the negative of a sum of 0 is −0.
        return (0 - (logarithms.exp() * logarithms).sum(-1)).MoveToOuterDisposeScope();
    }

    /// <summary>The same of softmax(logits).</summary>
    public static Tensor EntropyOfLogits(Tensor logits)
    {
        using var scope = NewDisposeScope();
        return EntropyOfLogs(logits.log_softmax(-1)).MoveToOuterDisposeScope();
    }

    /// <summary>H[p̄] of passes (T,…,K) → (…), p̄ the mean of their softmaxes over T.</summary>
    public static Tensor EntropyOfMean(Tensor passes)
    {
        using var scope = NewDisposeScope();
        return EntropyOfLogs(passes.log_softmax(-1).logsumexp(0) - Math.Log(passes.shape[0])).MoveToOuterDisposeScope();
    }
}
