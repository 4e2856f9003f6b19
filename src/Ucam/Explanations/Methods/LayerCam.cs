using static TorchSharp.torch;

namespace Ucam;

/// <summary>LayerCAM (Jiang et al., IEEE TIP 2021): ReLU(Σ_k ReLU(G_k) ∘ A_k), a weight for each position.</summary>
public sealed class LayerCam : CamMethod
{
    /// <inheritdoc/>
    public override string Name => "layer-cam";

    /// <inheritdoc/>
    public override Tensor Combine(Tensor activation, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        using var scope = NewDisposeScope();
        return Weighted(activation, gradient.relu()).MoveToOuterDisposeScope();
    }
}
