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
        return probabilities.xlogy(probabilities).sum(-1).neg().clamp_min(0).MoveToOuterDisposeScope();
    }

    /// <summary>The same of softmax(logits), with a finite gradient wherever the logits are finite.</summary>
    public static Tensor EntropyOfLogits(Tensor logits)
    {
        using var scope = NewDisposeScope();
        Tensor log = logits.log_softmax(-1);
        return (log.exp() * log).sum(-1).neg().MoveToOuterDisposeScope();
    }
}
