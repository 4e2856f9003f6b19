using static TorchSharp.torch;

namespace Ucam.Certainty;

/// <summary>The certainty mask of a batch (docs/method.md §4).</summary>
/// <param name="Values">m (B,P,K), K = C for the additive variant and 1 otherwise: over P it sums to 1, or is 0 where no p is positive.</param>
/// <param name="Positive">Where p > 0, (B,P,K).</param>
internal sealed record CertaintyMask(Tensor Values, Tensor Positive)
{
    /// <summary>Published stand-in for −∞; e^−1000 is 0 in every precision.</summary>
    private const double Excluded = -1000;

    /// <summary>The mask from the gradients and, for the activation-weighted variant, a (B,P,C).</summary>
    public static CertaintyMask Of(GradientPair gradients, Tensor? activation, GradientCertaintyOptions options)
    {
        using var scope = NewDisposeScope();
        Tensor product = gradients.U * (options.Combine == CertaintyCombine.ActivationWeighted ? activation! : gradients.Y);
        if (options.Combine != CertaintyCombine.Additive) product = product.sum(-1, keepdim: true);
        Tensor p = product / GradientPair.Largest(product).clamp_min(GradientPair.Smallest);
        if (options.Sign == CertaintySign.Reversed) p = p.neg();
        Tensor positive = p.gt(0);
        Tensor softmax = (p / options.Temperature).masked_fill(positive.logical_not(), Excluded).softmax(1);
        return new CertaintyMask((softmax * positive.any(1, keepdim: true)).MoveToOuterDisposeScope(), positive.MoveToOuterDisposeScope());
    }
}
