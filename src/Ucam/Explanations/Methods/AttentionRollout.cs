using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Explanations.Methods;

/// <summary>
/// Attention rollout (Abnar and Zuidema, ACL 2020): Â_L ··· Â_1 with Â = ½ A + ½ I, A the mean over heads and I for the residual connection,
/// rows scaled to sum to 1. How much of each token reaches each; it does not know the target.
/// </summary>
internal sealed class AttentionRollout : ExplanationMethod
{
    /// <summary>Its line in the catalogue.</summary>
    public static ExplanationEntry Entry { get; } = new("attention-rollout", "Attention rollout", "Abnar and Zuidema, ACL 2020",
        _ => new AttentionRollout())
    { NeedsAttention = true, NeedsLayerAttentions = true, Unit = _ => "share" };

    /// <inheritdoc/>
    public override string Name => Entry.Name;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        TokenAttention attention = context.TokenAttention(graded: false);
        Tensor? rollout = null;
        foreach (Tensor layer in attention.Layers)
        {
            Tensor mean = layer.mean([2]), mixed = 0.5 * mean + 0.5 * eye(mean.shape[^1], dtype: mean.dtype, device: mean.device);
            Tensor shares = mixed / mixed.sum(-1, keepdim: true);
            rollout = rollout is null ? shares : shares.matmul(rollout);
        }
        return attention.ToMaps(rollout!).MoveToOuterDisposeScope();
    }
}
