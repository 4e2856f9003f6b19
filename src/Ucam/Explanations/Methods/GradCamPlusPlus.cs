using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// Grad-CAM++ (Chattopadhay et al., WACV 2018, equation 19): w_k = Σ_ij α_kij ReLU(G_kij), α = G² / (2G² + Σ_ab A_kab · G³), 0 where
/// G is 0. The paper's factor exp(target) is one number a sample, which scaling takes away. Unlike the others the map depends on the
/// target's scale, since A·G³ grows with it otherwise than G².
/// </summary>
public sealed class GradCamPlusPlus : CamMethod
{
    /// <inheritdoc/>
    public override string Name => "grad-cam++";

    /// <inheritdoc/>
    public override Tensor Combine(Tensor activation, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentNullException.ThrowIfNull(gradient);
        using var scope = NewDisposeScope();
        // G² cancels in the fraction, so that a small gradient does not vanish when it is squared.
        Tensor denominator = 2 + activation.sum([2, 3], keepdim: true) * gradient;
        Tensor alpha = where(gradient.ne(0).logical_and(denominator.ne(0)), denominator.reciprocal(), zeros_like(gradient));
        return Weighted(activation, (alpha * gradient.relu()).sum([2, 3], keepdim: true)).MoveToOuterDisposeScope();
    }
}
