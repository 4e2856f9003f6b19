using static TorchSharp.torch;

namespace Ucam.Studies;

/// <summary>What <see cref="Trust.Of"/> asks of a classifier.</summary>
public sealed record TrustOptions
{
    /// <summary>The heading of the page.</summary>
    [Filled]
    public string Title { get; init; } = "How far this classifier can be trusted";

    /// <summary>
    /// Dotted name of the submodule whose output, (B,C,H,W) or (B,C,P), gives gradient evidence to the certainty and is the layer of class
    /// activation maps; null for neither.
    /// </summary>
    public string? Layer { get; init; }

    /// <summary>Makes the probabilities and entropies, such as MC dropout; one plain pass where null. It stays the caller's.</summary>
    public IUncertaintyEstimator? Estimator { get; init; }

    /// <summary>Batches of inputs that belong to no class, shaped as those of the test; null for none. They stay the caller's.</summary>
    public IEnumerable<Tensor>? Foreign { get; init; }

    /// <summary>The classes' names, from class 0; empty, as is a name without letters, for their numbers.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>How often the sets of answers are to hold the right one, above 0 and below 1.</summary>
    [Above(0, Below = 1)]
    public double Coverage { get; init; } = 0.9;

    /// <summary>Shares of wrong answers for which thresholds are sought, each above 0 and below 1.</summary>
    [Count(1, 20), Distinct, Above(0, Below = 1)]
    public IReadOnlyList<double> Risks { get; init; } = [0.01, 0.05, 0.1, 0.2];

    /// <summary>
    /// Names of the maps in <see cref="ExplanationMethods"/>; where empty Grad-CAM and occlusion with a layer, SmoothGrad and occlusion without.
    /// </summary>
    public IReadOnlyList<string> Maps { get; init; } = [];

    /// <summary>How many test inputs are explained, 0 to 100: a third each of sure and wrong, sure and right, and unsure answers.</summary>
    [From(0, 100)]
    public int Pictures { get; init; } = 6;

    /// <summary>How the model is run for the maps.</summary>
    public ExplainerOptions? Explaining { get; init; }

    /// <summary>From an input (1,C,H,W) to the picture that the page shows; where null its numbers from the lowest to the highest.</summary>
    public Func<Tensor, Picture>? Show { get; init; }

    /// <summary>Drives the halves of the held-out inputs, the noise of shifted inputs, and maps.</summary>
    public int Seed { get; init; } = 1;
}
