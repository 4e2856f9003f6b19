using static TorchSharp.torch;

namespace Ucam.Explanations.Doubt;

/// <summary>
/// What speaks for the most probable other answers rather than for the first (after the contrastive explanations of Prabhushankar, Kwon,
/// Temel and AlRegib, ICIP 2020): a ⊙ ∂/∂a of Σ_k w_k (ln p_k − ln p_1) over the next answers k, w_k their probabilities over their sum.
/// </summary>
internal sealed class DoubtContrast : ExplanationMethod
{
    // The first answer and those it is held against.
    private const int Answers = 5;

    /// <summary>What the catalogue says of it.</summary>
    public static ExplanationEntry Entry { get; } =
        new("doubt-contrast", "What speaks for other answers", "after Prabhushankar et al., ICIP 2020", _ => new DoubtContrast())
        { NeedsLayer = true, Unit = _ => "nats" };

    /// <inheritdoc/>
    public override string Name => "doubt-contrast";

    /// <inheritdoc/>
    public override bool Signed => true;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        using var scope = NewDisposeScope();
        Tensor weights = Weights(context.Outputs.detach().mean([0]));
        return context.Evidence(outputs => (outputs.mean([0]) * weights).sum(-1)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The weight of each logit, (B,K): −1 for the first, w_k for the next, 0 for the others; of a single one that of the other side.
    /// </summary>
    internal static Tensor Weights(Tensor logits)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        // Of a sigmoid the other answer is its no.
        if (logits.shape[^1] == 1) return logits.sign().neg().MoveToOuterDisposeScope();
        (Tensor best, Tensor index) = logits.log_softmax(-1).topk((int)Math.Min(Answers, logits.shape[^1]), -1);
        Tensor others = best.narrow(-1, 1, best.shape[^1] - 1).softmax(-1), first = full_like(others.narrow(-1, 0, 1), -1);
        return zeros_like(logits).scatter(-1, index, cat([first, others], -1)).MoveToOuterDisposeScope();
    }
}
