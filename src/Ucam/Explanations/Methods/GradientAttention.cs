using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Explanations.Methods;

/// <summary>
/// Gradient-weighted attention (Chefer, Gur and Wolf, ICCV 2021, equations 5 and 6, for self-attention): R = I, then for every layer
/// R ← R + Ā·R with Ā = mean over heads of ReLU(∂target/∂A ∘ A). The relevances of the same authors' CVPR 2021 paper are not in it.
/// </summary>
internal sealed class GradientAttention : ExplanationMethod
{
    /// <summary>Its line in the catalogue.</summary>
    public static ExplanationEntry Entry { get; } = new("gradient-attention", "Gradient-weighted attention", "Chefer et al., ICCV 2021",
        _ => new GradientAttention())
    { NeedsAttention = true, NeedsLayerAttentions = true };

    /// <inheritdoc/>
    public override string Name => Entry.Name;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        using var scope = NewDisposeScope();
        TokenAttention attention = context.TokenAttention(graded: true);
        using var quiet = no_grad();
        long tokens = attention.Layers[0].shape[^1];
        Tensor relevance = eye(tokens, dtype: attention.Layers[0].dtype, device: attention.Layers[0].device).expand(
            [.. attention.Layers[0].shape[..2], tokens, tokens]);
        foreach ((Tensor layer, Tensor gradient) in attention.Layers.Zip(attention.Gradients))
            relevance = relevance + (gradient * layer).relu().mean([2]).matmul(relevance);
        // What a token is to itself by the residual connections alone says nothing of the target.
        return attention.ToMaps(relevance - eye(tokens, dtype: relevance.dtype, device: relevance.device)).MoveToOuterDisposeScope();
    }
}
