using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Estimators;

/// <summary>Reads targets that are given as classes or as shares.</summary>
internal static class Targets
{
    /// <summary>
    /// Soft targets (B,K) in float64 from classes (B) or shares (B,K), for logits (B,K); of two classes (B,1) are the second's shares.
    /// </summary>
    public static Tensor Soft(Tensor target, Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var scope = NewDisposeScope();
        (long batch, long classes) = (logits.shape[0], logits.shape[1]);
        if (target.dim() != 1)
        {
            Tensor shares = target.detach().to(ScalarType.Float64);
            if (classes == 2 && target.dim() == 2 && target.shape[1] == 1) shares = cat([1 - shares, shares], 1);
            TensorCheck.Shape(shares, nameof(target), [batch, classes]);
            return shares.alias().MoveToOuterDisposeScope();
        }
        TensorCheck.Shape(target, nameof(target), [batch]);
        Tensor labels = target.detach().to(ScalarType.Int64);
        if (labels.lt(0).any().item<bool>() || labels.ge(classes).any().item<bool>())
            throw new UcamException($"A target is not one of {classes} classes; give numbers from 0 to {classes - 1}.") { Field = nameof(target) };
        return functional.one_hot(labels, classes).to(ScalarType.Float64).MoveToOuterDisposeScope();
    }
}
