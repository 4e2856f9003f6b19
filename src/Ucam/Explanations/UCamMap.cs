using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Explanations;

/// <summary>The published uncertainty class activation map (docs/method.md §5).</summary>
internal static class UCamMap
{
    /// <summary>
    /// w_k = mean over positions of ∂loss/∂v_k, cam = ReLU(Σ_k w_k v_k): (B,P) from the raw features v (B,P,C) before normalisation and
    /// the loss of each sample (B), which must depend on v.
    /// </summary>
    public static Tensor Compute(Tensor v, Tensor loss)
    {
        using var scope = NewDisposeScope();
        Tensor gradient = autograd.grad([loss.sum()], [v])[0];
        Tensor weights = gradient.mean([1], keepdim: true);
        return functional.relu((weights * v.detach()).sum(-1)).MoveToOuterDisposeScope();
    }
}
