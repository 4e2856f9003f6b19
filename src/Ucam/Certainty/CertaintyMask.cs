using static TorchSharp.torch;

namespace Ucam.Certainty;

/// <summary>The certainty mask of a batch (docs/method.md §4).</summary>
/// <param name="Values">m (B,P,K), K = C for the additive variant and 1 otherwise: over P it sums to 1, or is 0 where no p is positive.</param>
/// <param name="Positive">Where p > 0, (B,P,K).</param>
internal sealed record CertaintyMask(Tensor Values, Tensor Positive)
{
    /// <summary>Published stand-in for −∞; e^−1000 is 0 in every precision.</summary>
    private const double Excluded = -1000;

    /// <summary>Least divisor; normal in float32.</summary>
    public const double Smallest = 2e-38;

    /// <summary>The mask from ∂L_y/∂a, ∂L_u/∂a and, for the activation-weighted variant, a; all (B,P,C).</summary>
    public static CertaintyMask Of(Tensor gradientY, Tensor gradientU, Tensor? activation, GradientCertaintyOptions options)
    {
        using var scope = NewDisposeScope();
        Tensor partner = options.Combine == CertaintyCombine.ActivationWeighted ? activation! : gradientY;
        Tensor product = Unit(gradientU) * Unit(partner);
        if (options.Combine != CertaintyCombine.Additive) product = product.sum(-1, keepdim: true);
        Tensor p = Unit(options.Sign == CertaintySign.Reversed ? product.neg() : product);
        Tensor positive = p.gt(0);
        Tensor softmax = (p / options.Temperature).masked_fill(positive.logical_not(), Excluded).softmax(1);
        return new CertaintyMask((softmax * positive.any(1, keepdim: true)).MoveToOuterDisposeScope(), positive.MoveToOuterDisposeScope());
    }

    /// <summary>(B,P,C) over each sample's largest magnitude; products of such neither underflow nor depend on the size of a loss.</summary>
    public static Tensor Unit(Tensor x)
    {
        using var scope = NewDisposeScope();
        return (x / Largest(x).clamp_min(Smallest)).MoveToOuterDisposeScope();
    }

    /// <summary>Each sample's largest magnitude, (B,P,C) → (B,1,1).</summary>
    public static Tensor Largest(Tensor x)
    {
        using var scope = NewDisposeScope();
        return x.abs().amax([1, 2], keepdim: true).MoveToOuterDisposeScope();
    }
}
