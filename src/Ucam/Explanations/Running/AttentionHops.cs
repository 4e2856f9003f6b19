using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>A model's attention at every hop, as what the scores are made of, and what other attentions would give.</summary>
/// <param name="Values">(N,P,A) each, first to last; the scores hang on each of them with the others as they are.</param>
/// <param name="Even">The same shapes: no place preferred to another.</param>
/// <param name="Scores">From attentions of these shapes to the scores (N,K), with the same dropout.</param>
/// <param name="Kept">What that needs to stay alive.</param>
internal sealed record AttentionHops(IReadOnlyList<Tensor> Values, IReadOnlyList<Tensor> Even, Func<IReadOnlyList<Tensor>, Tensor> Scores,
    IReadOnlyList<Tensor> Kept)
{
    /// <summary>All its tensors.</summary>
    public IEnumerable<Tensor> Tensors => [.. Values, .. Even, .. Kept];

    /// <summary>Moves the tensors to the enclosing dispose scope.</summary>
    public AttentionHops MoveToOuterDisposeScope()
    {
        foreach (Tensor tensor in Tensors) tensor.MoveToOuterDisposeScope();
        return this;
    }
}
