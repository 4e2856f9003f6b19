using Ucam.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam;

/// <summary>
/// Gradient certainty at answer time (docs/method.md §4b): with a an activation (B,P,G) and what stands above it, e = a ⊙ ∂c/∂a, once for
/// c = log p(answer) and once for c = H, the entropy. Where e is positive, the activation speaks for the answer, or is where the doubt comes
/// from. Tensors without gradients, of the enclosing dispose scope.
/// </summary>
/// <param name="Answer">e (B,P,G) for c = log p(answer), nats.</param>
/// <param name="Doubt">e (B,P,G) for c = H, nats.</param>
/// <param name="AnswerNorm">‖∂ log p(answer)/∂a‖ (B).</param>
/// <param name="DoubtNorm">‖∂H/∂a‖ (B).</param>
public sealed record GradientEvidence(Tensor Answer, Tensor Doubt, Tensor AnswerNorm, Tensor DoubtNorm) : IDisposable
{
    /// <summary>
    /// The evidence at several activations of one pass, by two backward passes through what lies between them and the logits, without dropout.
    /// </summary>
    /// <param name="logits">(B,K), made from the activations while gradients were recorded.</param>
    /// <param name="answer">(B) indexes of the answers.</param>
    /// <param name="activations">(B,…) each, which require gradients; (B,P,G) where there are positions. Their .grad is null afterwards.</param>
    /// <exception cref="UcamException">The logits do not depend on any of them, or gradients are off (inference_mode).</exception>
    public static IReadOnlyList<GradientEvidence> At(Tensor logits, Tensor answer, params IReadOnlyList<Tensor> activations)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(activations);
        using var gradients = enable_grad();
        using var scope = NewDisposeScope();
        Tensor log = functional.log_softmax(logits, 1);
        Tensor[] ofAnswer = Differential.Of(log.gather(1, answer.unsqueeze(1)), activations, "the marked activation", retain: true);
        Tensor[] ofDoubt = Differential.Of(0 - log.exp() * log, activations, "the marked activation");
        using var quiet = no_grad();
        return [.. activations.Select((a, i) => new GradientEvidence(
            (a.detach() * ofAnswer[i]).MoveToOuterDisposeScope(),
            (a.detach() * ofDoubt[i]).MoveToOuterDisposeScope(),
            Norm(ofAnswer[i]).MoveToOuterDisposeScope(),
            Norm(ofDoubt[i]).MoveToOuterDisposeScope()))];
    }

    /// <summary>Moves the tensors to the enclosing dispose scope.</summary>
    internal GradientEvidence MoveToOuterDisposeScope() => new(Answer.MoveToOuterDisposeScope(), Doubt.MoveToOuterDisposeScope(),
        AnswerNorm.MoveToOuterDisposeScope(), DoubtNorm.MoveToOuterDisposeScope());

    /// <summary>Σ of the positive part, (B).</summary>
    internal static Tensor Positive(Tensor evidence) => evidence.relu().flatten(1).sum(1);

    /// <summary>Σ of the negative part, (B), ≥ 0.</summary>
    internal static Tensor Negative(Tensor evidence) => evidence.neg().relu().flatten(1).sum(1);

    private static Tensor Norm(Tensor gradient) => gradient.flatten(1).norm(1);

    /// <inheritdoc/>
    public void Dispose()
    {
        Answer.Dispose();
        Doubt.Dispose();
        AnswerNorm.Dispose();
        DoubtNorm.Dispose();
    }
}
