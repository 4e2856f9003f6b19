using Ucam;
using static TorchSharp.torch;

namespace ExtendUcam;

/// <summary>A map: √ReLU(Σ_k G_k ∘ A_k), HiResCAM with its peaks flattened.</summary>
internal sealed class PowerCam : CamMethod
{
    public override string Name => "power-cam";

    public override Tensor Combine(Tensor activation, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        return (activation * gradient).sum([1]).relu().sqrt().MoveToOuterDisposeScope();
    }
}
