using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// HiResCAM (Draelos and Carin 2020, arXiv 2011.08891): Σ_k G_k ∘ A_k, without a ReLU: where the layers above are linear it is what
/// each position adds to the target, exactly.
/// </summary>
public sealed class HiResCam : CamMethod
{
    /// <inheritdoc/>
    public override string Name => "hires-cam";

    /// <inheritdoc/>
    public override bool Signed => true;

    /// <inheritdoc/>
    public override Tensor Combine(Tensor activation, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        return (activation * gradient).sum([1]).MoveToOuterDisposeScope();
    }
}
