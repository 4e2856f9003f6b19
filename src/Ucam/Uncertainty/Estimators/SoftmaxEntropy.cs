using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Estimators;

/// <summary>Entropy of the softmax in nats, in [0, ln K].</summary>
internal sealed class SoftmaxEntropy : IUncertaintyEstimator
{
    /// <summary>The name.</summary>
    public const string Key = "softmax-entropy";

    private readonly Func<Tensor, Tensor> _network;

    /// <summary>On a function to logits (B,K), in whatever mode it is.</summary>
    public SoftmaxEntropy(Func<Tensor, Tensor> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
    }

    /// <summary>On a module, in evaluation mode while it runs.</summary>
    public SoftmaxEntropy(Module<Tensor, Tensor> network) : this(Classifier.InEvaluation(network)) { }

    /// <inheritdoc/>
    public string Name => Key;

    /// <inheritdoc/>
    public UncertaintyBatch Estimate(Tensor input) => Classifier.Once(_network, input, logits => Nats.Entropy(logits.softmax(1)));

    internal static IUncertaintyEstimator Create(EstimatorSetup setup) => new SoftmaxEntropy(setup.Network);
}
