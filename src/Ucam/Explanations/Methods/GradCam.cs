using static TorchSharp.torch;

namespace Ucam;

/// <summary>Grad-CAM (Selvaraju et al., ICCV 2017): ReLU(Σ_k w_k A_k), w_k the mean of G_k over positions.</summary>
public sealed class GradCam : CamMethod
{
    /// <inheritdoc/>
    public override string Name => "grad-cam";

    /// <inheritdoc/>
    public override Tensor Combine(Tensor activation, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        using var scope = NewDisposeScope();
        return Weighted(activation, gradient.mean([2, 3], keepdim: true)).MoveToOuterDisposeScope();
    }
}
