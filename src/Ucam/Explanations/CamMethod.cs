using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// A class activation map: a formula over the layer's output and the target's gradient there. Those asked for together share one
/// forward and one backward pass, and the backward pass stops at the layer.
/// </summary>
public abstract class CamMethod : ExplanationMethod
{
    /// <summary>The map by the formula.</summary>
    /// <param name="activation">A, (B,C,h,w): the layer's output.</param>
    /// <param name="gradient">G = ∂target/∂A, (B,C,h,w).</param>
    /// <returns>(B,h,w).</returns>
    public abstract Tensor Combine(Tensor activation, Tensor gradient);

    /// <inheritdoc/>
    public sealed override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return Combine(context.Activation, context.Gradient).MoveToOuterDisposeScope();
    }

    /// <summary>ReLU(Σ_k w_k A_k) for weights (B,C,1,1), the form that most CAMs share.</summary>
    protected static Tensor Weighted(Tensor activation, Tensor weights)
    {
        using var scope = NewDisposeScope();
        return (weights * activation).sum([1]).relu().MoveToOuterDisposeScope();
    }
}
