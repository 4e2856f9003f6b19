using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// What an estimator says about B inputs, entropies in nats. Where it knows the parts,
/// <see cref="PredictiveEntropy"/> = <see cref="ExpectedEntropy"/> + <see cref="MutualInformation"/>. The caller disposes.
/// </summary>
/// <param name="Probabilities">p, (B,K); rows sum to 1. Of a classifier with one output (B,2): no, yes.</param>
/// <param name="PredictiveEntropy">H[p], (B), from 0 to ln K.</param>
/// <param name="ExpectedEntropy">Mean entropy over the posterior, (B), ≥ 0: the aleatoric part; null where the estimator has one model only.</param>
/// <param name="MutualInformation">Their difference, (B), ≥ 0: the epistemic part; null with it.</param>
/// <param name="Score">The estimator's own ranking, (B); higher is less sure. Its range is the estimator's.</param>
public sealed record UncertaintyBatch(
    Tensor Probabilities, Tensor PredictiveEntropy, Tensor? ExpectedEntropy, Tensor? MutualInformation, Tensor Score) : IDisposable
{
    /// <summary>One model's probabilities and score.</summary>
    internal static UncertaintyBatch OfOneModel(Tensor probabilities, Tensor score)
    {
        Tensor entropy = Nats.Entropy(probabilities);
        return new UncertaintyBatch(probabilities.MoveToOuterDisposeScope(), entropy.MoveToOuterDisposeScope(), null, null,
            score.MoveToOuterDisposeScope());
    }

    /// <summary>Streamed passes or members; the score is the predictive entropy.</summary>
    internal static UncertaintyBatch Of(PassStatistics statistics)
    {
        using var scope = NewDisposeScope();
        (Tensor mean, Tensor predictive, Tensor expected) = statistics.Finish();
        return new UncertaintyBatch(
            mean.MoveToOuterDisposeScope(),
            predictive.MoveToOuterDisposeScope(),
            expected.MoveToOuterDisposeScope(),
            (predictive - expected).MoveToOuterDisposeScope(),
            predictive.alias().MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Probabilities.Dispose();
        PredictiveEntropy.Dispose();
        ExpectedEntropy?.Dispose();
        MutualInformation?.Dispose();
        Score.Dispose();
    }
}
