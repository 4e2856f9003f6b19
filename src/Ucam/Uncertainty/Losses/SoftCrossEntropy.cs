using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Losses;

/// <summary>Cross-entropy against the people's answers: CE(y) = −Σ_k (n_k/10)·log softmax(y)_k (docs/method.md §2).</summary>
internal static class SoftCrossEntropy
{
    /// <summary>One loss per sample, in nats: logits (…,K) and targets that broadcast to them → (…).</summary>
    public static Tensor PerSample(Tensor logits, Tensor target)
    {
        using var scope = NewDisposeScope();
        return functional.log_softmax(logits, -1).mul(target).sum(-1).neg().MoveToOuterDisposeScope();
    }
}
