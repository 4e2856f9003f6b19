using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>What a forward pass gives to an explanation.</summary>
/// <param name="Scores">What targets are made of, batch first: logits (N,K) for the usual ones, no softmax; a single one (N,1) is that of a
/// sigmoid.</param>
/// <param name="Attention">The model's own maps (N,P,A), ≥ 0, if it has any.</param>
public sealed record ModelOutput(Tensor Scores, Tensor? Attention = null)
{
    /// <summary>
    /// The feature map of a model that has no layers to name, such as one that runs elsewhere: batch first, laid out as a layer's output.
    /// Score-CAM and Eigen-CAM are made of it; there is no gradient at it.
    /// </summary>
    public Tensor? Activation { get; init; }

    /// <summary>
    /// The attention matrices of a transformer's layers, from the input's side on, each (N,heads,S,S) or (N,S,S) over the S tokens, the last
    /// dimension the tokens that are looked at; in the graph of the scores for what weighs them by their gradients. For attention-rollout
    /// and gradient-attention.
    /// </summary>
    public IReadOnlyList<Tensor>? LayerAttentions { get; init; }

    /// <summary>The attention of every hop, where the model can say what others in its place would give.</summary>
    internal AttentionHops? Hops { get; init; }
}
