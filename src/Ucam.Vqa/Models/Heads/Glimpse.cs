using static TorchSharp.torch;

namespace Ucam.Vqa;

/// <summary>What the lower part of a head hands to the upper part: where it looks, at what, and with which question in mind.</summary>
/// <param name="Attention">(B,P,A), ≥ 0: A maps over the positions; their mean says where the model looks. Gradient certainty is placed here
/// (docs/method.md §4).</param>
/// <param name="Values">(N,P,V), what is pooled: v itself or, where the method says so, a projection of it.</param>
/// <param name="Question">What of the question goes on past the attention, (B,…).</param>
public sealed record Glimpse(Tensor Attention, Tensor Values, Tensor Question)
{
    /// <summary>How the B questions share the N pictures; null where B = N·m and questions n·m … n·m+m−1 are about picture n.</summary>
    public QuestionGroups? Groups { get; init; }

    /// <summary>The hop before the last, of methods that have one: its attention (B,P,A) and the question that it added to.</summary>
    internal (Tensor Attention, Tensor Question)? Earlier { get; init; }

    /// <summary>Moves the tensors to the enclosing dispose scope.</summary>
    public Glimpse MoveToOuterDisposeScope() =>
        new(Attention.MoveToOuterDisposeScope(), Values.MoveToOuterDisposeScope(), Question.MoveToOuterDisposeScope())
        {
            Groups = Groups,
            Earlier = Earlier is { } hop ? (hop.Attention.MoveToOuterDisposeScope(), hop.Question.MoveToOuterDisposeScope()) : null,
        };
}
