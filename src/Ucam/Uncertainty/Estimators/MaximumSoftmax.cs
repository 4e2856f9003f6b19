using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Estimators;

/// <summary>1 − max_k p_k, in [0, 1 − 1/K] (Hendrycks and Gimpel 2017).</summary>
internal sealed class MaximumSoftmax : IUncertaintyEstimator
{
    /// <summary>The name.</summary>
    public const string Key = "max-softmax";

    private readonly Func<Tensor, Tensor> _network;

    /// <summary>On a function to logits (B,K), in whatever mode it is.</summary>
    public MaximumSoftmax(Func<Tensor, Tensor> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
    }

    /// <summary>On a module, in evaluation mode while it runs.</summary>
    public MaximumSoftmax(Module<Tensor, Tensor> network) : this(Classifier.InEvaluation(network)) { }

    /// <inheritdoc/>
    public string Name => Key;

    /// <inheritdoc/>
    public UncertaintyBatch Estimate(Tensor input) => Classifier.Once(_network, input, Score);

    /// <summary>1 − max softmax of logits (B,K), (B).</summary>
    internal static Tensor Score(Tensor logits) => 1 - logits.softmax(1).amax([1]);

    internal static IUncertaintyEstimator Create(EstimatorSetup setup) => new MaximumSoftmax(setup.Network);
}
