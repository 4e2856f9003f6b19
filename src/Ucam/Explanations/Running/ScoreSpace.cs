using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>
/// How logits (…,K) are a distribution: over classes by a softmax, or over labels of their own by sigmoids, as a single one always is.
/// </summary>
internal readonly record struct ScoreSpace
{
    private readonly bool _labels;

    /// <param name="logits">Any with the last dimension K.</param>
    /// <param name="labels">Whether each is a label of its own.</param>
    public ScoreSpace(Tensor logits, bool labels) => _labels = labels || logits.shape[^1] == 1;

    /// <summary>Probabilities of passes (T,…,K), of that shape.</summary>
    public Tensor Probabilities(Tensor passes) => _labels ? passes.sigmoid() : passes.softmax(-1);

    /// <summary>Mean entropy of the passes (T,M,K) → (M) in nats, labels summed up.</summary>
    public Tensor MeanEntropy(Tensor passes) =>
        _labels ? Nats.EntropyOfLogits(TwoSided(passes)).sum(-1).mean([0]) : Nats.EntropyOfLogits(passes).mean([0]);

    /// <summary>Entropy of the mean distribution (T,M,K) → (M) in nats, labels summed up.</summary>
    public Tensor EntropyOfMean(Tensor passes) => _labels ? Nats.EntropyOfMean(TwoSided(passes)).sum(-1) : Nats.EntropyOfMean(passes);

    // A sigmoid is the softmax of two logits, one of them 0.
    private static Tensor TwoSided(Tensor logits) => stack([zeros_like(logits), logits], -1);
}
