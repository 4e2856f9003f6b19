using static TorchSharp.torch;

namespace Ucam.Certainty;

/// <summary>
/// ∂L_y/∂a and ∂L_u/∂a at a mark, each over its largest magnitude in the sample: products of such neither underflow nor depend on the
/// size of a loss or of the batch.
/// </summary>
/// <param name="Y">∂L_y/∂a over <paramref name="LargestY"/>, (B,P,C).</param>
/// <param name="U">∂L_u/∂a over <paramref name="LargestU"/>, (B,P,C).</param>
/// <param name="LargestY">(B,1,1).</param>
/// <param name="LargestU">(B,1,1).</param>
internal sealed record GradientPair(Tensor Y, Tensor U, Tensor LargestY, Tensor LargestU)
{
    /// <summary>Least divisor; normal in float32.</summary>
    public const double Smallest = 2e-38;

    /// <summary>From the gradients (B,P,C), where ∂L_u/∂a was computed to a rounding of ∂L_y/∂a.</summary>
    public static GradientPair Of(Tensor y, Tensor u, double rounding)
    {
        using var scope = NewDisposeScope();
        Tensor largestY = Largest(y), largestU = Largest(u);
        // Where it is lost in the rounding, what is left of ∂L_u is noise.
        Tensor kept = largestU * largestU.gt(largestY * rounding);
        return new GradientPair(
            (y / largestY.clamp_min(Smallest)).MoveToOuterDisposeScope(),
            (u * (kept.gt(0) / largestU.clamp_min(Smallest))).MoveToOuterDisposeScope(),
            largestY.MoveToOuterDisposeScope(),
            kept.MoveToOuterDisposeScope());
    }

    /// <summary>Each sample's largest magnitude, (B,P,C) → (B,1,1); NaN where a value is.</summary>
    public static Tensor Largest(Tensor x)
    {
        using var scope = NewDisposeScope();
        return maximum(x.amax([1, 2], keepdim: true), x.amin([1, 2], keepdim: true).neg()).MoveToOuterDisposeScope();
    }
}
