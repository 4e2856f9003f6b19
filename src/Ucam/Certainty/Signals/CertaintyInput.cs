using Ucam.Certainty.Signals;
using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam;

/// <summary>
/// What a model's answers to B inputs leave behind to judge them by; what a model cannot give is null. Tensors without gradients, of the
/// enclosing dispose scope, or the caller's.
/// </summary>
/// <param name="Probabilities">p̄ (B,K), mean over the passes; rows sum to 1.</param>
/// <param name="PredictiveEntropy">H[p̄] (B), nats.</param>
/// <param name="ExpectedEntropy">Mean entropy of the passes (B), nats; equal to the predictive one for a single pass.</param>
public sealed record CertaintyInput(Tensor Probabilities, Tensor PredictiveEntropy, Tensor ExpectedEntropy) : IDisposable
{
    /// <summary>What a classifier's answers leave behind.</summary>
    /// <param name="network">To logits (B,K), K ≥ 2; its layers run by <c>call</c>. It is in evaluation mode while it runs.</param>
    /// <param name="input">What it takes, batch first.</param>
    /// <param name="layer">Dotted name of the submodule whose output, (B,C,H,W) or (B,C,P), gives gradient evidence; null for none.</param>
    /// <param name="estimator">Makes the probabilities and entropies, such as MC dropout; one plain pass where null.</param>
    /// <returns>Tensors that the caller disposes.</returns>
    /// <exception cref="UcamException">There is no such submodule, or the classifier gives no finite logits of shape (B,K).</exception>
    public static CertaintyInput Of(Module<Tensor, Tensor> network, Tensor input, string? layer = null, IUncertaintyEstimator? estimator = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var scope = NewDisposeScope();
        using UncertaintyBatch passes = (estimator ?? new SoftmaxEntropy(Classifier.InEvaluation(network))).Estimate(input);
        CertaintyInput answers = new(passes.Probabilities.alias(), passes.PredictiveEntropy.alias(),
            (passes.ExpectedEntropy ?? passes.PredictiveEntropy).alias());
        if (layer is not null) answers = answers with { Evidence = LayerEvidence.Of(network, input, layer, answers.Answer) };
        return answers.MoveToOuterDisposeScope();
    }

    /// <summary>Where the model looked (B,P,G): G maps over P positions, ≥ 0, each summing to about 1.</summary>
    public Tensor? Attention { get; init; }

    /// <summary>Gradient evidence at the attention or at a marked activation.</summary>
    public GradientEvidence? Evidence { get; init; }

    /// <summary>The same at what stands for the question.</summary>
    public GradientEvidence? QuestionEvidence { get; init; }

    /// <summary>p (B,K) without the picture: what the question alone suggests.</summary>
    public Tensor? Blind { get; init; }

    /// <summary>Distance of the input from the training data over the 99 % level of held-out data (B), ≥ 0.</summary>
    public Tensor? Unfamiliarity { get; init; }

    /// <summary>The same distance of what the model looked at (B), ≥ 0.</summary>
    public Tensor? UnfamiliarGaze { get; init; }

    /// <summary>Log-odds that the question was asked of another picture (B).</summary>
    public Tensor? Mismatch { get; init; }

    /// <summary>Share of the question's words that the model never saw (B), in [0,1].</summary>
    public Tensor? UnknownWords { get; init; }

    /// <summary>(B) indexes of the most probable answers.</summary>
    internal Tensor Answer => Probabilities.argmax(1);

    /// <summary>(B,2) the two largest of p̄; the second is 0 where there is one answer only.</summary>
    internal Tensor Best => Probabilities.shape[1] > 1 ? Probabilities.topk(2, dim: 1).values : functional.pad(Probabilities, (0, 1));

    /// <summary>(B) log of one distribution's probability of the answer, at least that of <see cref="Least"/>.</summary>
    internal Tensor LogOfAnswer(Tensor distribution) => distribution.gather(1, Answer.unsqueeze(1)).squeeze(1).clamp_min(Least).log();

    /// <summary>What a probability counts as at least where its logarithm is taken.</summary>
    internal const double Least = 1e-6;

    /// <summary>Moves the tensors to the enclosing dispose scope.</summary>
    internal CertaintyInput MoveToOuterDisposeScope() => new(Probabilities.MoveToOuterDisposeScope(), PredictiveEntropy.MoveToOuterDisposeScope(),
        ExpectedEntropy.MoveToOuterDisposeScope())
    {
        Attention = Attention?.MoveToOuterDisposeScope(),
        Evidence = Evidence?.MoveToOuterDisposeScope(),
        QuestionEvidence = QuestionEvidence?.MoveToOuterDisposeScope(),
        Blind = Blind?.MoveToOuterDisposeScope(),
        Unfamiliarity = Unfamiliarity?.MoveToOuterDisposeScope(),
        UnfamiliarGaze = UnfamiliarGaze?.MoveToOuterDisposeScope(),
        Mismatch = Mismatch?.MoveToOuterDisposeScope(),
        UnknownWords = UnknownWords?.MoveToOuterDisposeScope(),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Tensor?[] own = [Probabilities, PredictiveEntropy, ExpectedEntropy, Attention, Blind, Unfamiliarity, UnfamiliarGaze, Mismatch, UnknownWords];
        foreach (Tensor? tensor in own) tensor?.Dispose();
        foreach (GradientEvidence? evidence in new[] { Evidence, QuestionEvidence }) evidence?.Dispose();
    }
}
