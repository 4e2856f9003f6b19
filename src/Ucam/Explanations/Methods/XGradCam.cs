using static TorchSharp.torch;

namespace Ucam;

/// <summary>XGrad-CAM (Fu et al., BMVC 2020): ReLU(Σ_k w_k A_k), w_k = Σ_ij G_kij A_kij / Σ_ij A_kij, 0 for a channel that sums to 0.</summary>
public sealed class XGradCam : CamMethod
{
    /// <inheritdoc/>
    public override string Name => "xgrad-cam";

    /// <inheritdoc/>
    public override Tensor Combine(Tensor activation, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(activation);
        using var scope = NewDisposeScope();
        Tensor mass = activation.sum([2, 3], keepdim: true), product = (gradient * activation).sum([2, 3], keepdim: true);
        return Weighted(activation, where(mass.eq(0), zeros_like(mass), product / mass)).MoveToOuterDisposeScope();
    }
}
