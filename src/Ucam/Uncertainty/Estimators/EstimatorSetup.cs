using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam;

/// <summary>
/// What <see cref="UncertaintyEstimators.Create"/> may need. Only <see cref="Network"/> is always needed; an estimator that lacks a
/// part says which. Nothing here is disposed by an estimator.
/// </summary>
public sealed record EstimatorSetup
{
    /// <summary>The classifier, from an input to logits (B,K).</summary>
    public required Module<Tensor, Tensor> Network { get; init; }

    /// <summary>For MC dropout: the part of the network that is run once; with <see cref="AfterTrunk"/>.</summary>
    public Func<Tensor, Tensor>? Trunk { get; init; }

    /// <summary>For MC dropout: the part after <see cref="Trunk"/>, which is repeated; null repeats the whole network.</summary>
    public Module<Tensor, Tensor>? AfterTrunk { get; init; }

    /// <summary>For MC dropout: T and the chunks.</summary>
    public MonteCarloDropoutOptions? Dropout { get; init; }

    /// <summary>For the ensemble: its networks.</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> Members { get; init; } = [];

    /// <summary>For Laplace: from an input to what enters <see cref="Last"/>.</summary>
    public Func<Tensor, Tensor>? Features { get; init; }

    /// <summary>For Laplace: the last layer.</summary>
    public Linear? Last { get; init; }

    /// <summary>For Laplace: the training inputs in batches.</summary>
    public IReadOnlyList<Tensor> Training { get; init; } = [];

    /// <summary>For Laplace: the variant.</summary>
    public LaplaceOptions? Laplace { get; init; }

    /// <summary>For temperature scaling, and for Laplace's prior: held-out batches, targets soft (B,K) or classes (B).</summary>
    public IReadOnlyList<(Tensor Input, Tensor Target)> HeldOut { get; init; } = [];

    /// <summary>For MC dropout and sampling Laplace: the random state.</summary>
    public Generator? Noise { get; init; }

    /// <exception cref="UcamException">The part is missing.</exception>
    internal static T Need<T>(T? part, string name) where T : class =>
        part ?? throw new UcamException($"This estimator needs {nameof(EstimatorSetup)}.{name}; set it.") { Field = name };
}
