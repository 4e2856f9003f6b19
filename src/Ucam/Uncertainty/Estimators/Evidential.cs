using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Estimators;

/// <summary>
/// The Dirichlet of a network trained with <see cref="EvidentialLoss"/> (Sensoy, Kaplan and Kandemir 2018): p is its mean, and the
/// score is the vacuity K/S, in (0,1], which is 1 where there is no evidence at all.
/// </summary>
internal sealed class Evidential : IUncertaintyEstimator
{
    /// <summary>The name.</summary>
    public const string Key = "evidential";

    private readonly Func<Tensor, Tensor> _network;

    /// <summary>On a function to logits (B,K), in whatever mode it is.</summary>
    public Evidential(Func<Tensor, Tensor> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
    }

    /// <summary>On a module, in evaluation mode while it runs.</summary>
    public Evidential(Module<Tensor, Tensor> network) : this(Classifier.InEvaluation(network)) { }

    /// <inheritdoc/>
    public string Name => Key;

    /// <inheritdoc/>
    public UncertaintyBatch Estimate(Tensor input)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor scores = Classifier.Scores(_network, input);
        if (scores.shape[1] < 2)
            throw new UcamException("The classifier has one output; evidence is weighed between classes: give a "
            + "network with an output for each, two for yes and no.");
        Tensor alpha = Dirichlet.Concentration(scores);
        Tensor strength = alpha.sum(1), mean = alpha / strength.unsqueeze(1), predictive = Nats.Entropy(mean);
        // By Jensen at most the predictive entropy; rounding may not break that.
        Tensor expected = minimum(Dirichlet.ExpectedEntropy(alpha), predictive);
        return new UncertaintyBatch(
            mean.MoveToOuterDisposeScope(),
            predictive.MoveToOuterDisposeScope(),
            expected.MoveToOuterDisposeScope(),
            (predictive - expected).MoveToOuterDisposeScope(),
            (alpha.shape[1] / strength).MoveToOuterDisposeScope());
    }

    internal static IUncertaintyEstimator Create(EstimatorSetup setup) => new Evidential(setup.Network);
}
