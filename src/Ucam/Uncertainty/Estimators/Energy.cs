using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Estimators;

/// <summary>
/// Free energy −T·log Σ_k exp(y_k/T) (Liu, Wang, Owens and Li 2020, equation 4); any real number, lower for inputs like those in training.
/// </summary>
internal sealed class Energy : IUncertaintyEstimator
{
    /// <summary>The name.</summary>
    public const string Key = "energy";

    private readonly Func<Tensor, Tensor> _network;
    private readonly double _temperature;

    /// <summary>On a function to logits (B,K), in whatever mode it is.</summary>
    /// <param name="network">The classifier.</param>
    /// <param name="temperature">T above 0; 1 in the paper. It moves the score only, not the probabilities.</param>
    /// <exception cref="UcamException">The temperature is not above 0.</exception>
    public Energy(Func<Tensor, Tensor> network, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!(temperature > 0 && double.IsFinite(temperature)))
            throw new UcamException($"The temperature is {temperature}; it must be above 0.") { Field = nameof(temperature) };
        _network = network;
        _temperature = temperature;
    }

    /// <summary>On a module, in evaluation mode while it runs.</summary>
    /// <inheritdoc cref="Energy(Func{Tensor, Tensor}, double)"/>
    public Energy(Module<Tensor, Tensor> network, double temperature = 1) : this(Classifier.InEvaluation(network), temperature) { }

    /// <inheritdoc/>
    public string Name => Key;

    /// <inheritdoc/>
    public UncertaintyBatch Estimate(Tensor input) =>
        Classifier.Once(_network, input, logits => (logits / _temperature).logsumexp(1) * -_temperature);

    internal static IUncertaintyEstimator Create(EstimatorSetup setup) => new Energy(setup.Network);
}
