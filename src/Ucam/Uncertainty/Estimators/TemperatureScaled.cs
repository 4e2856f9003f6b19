using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Estimators;

/// <summary>Softmax of the logits over one temperature fitted on held-out data (Guo et al. 2017); the score is 1 − max_k p_k.</summary>
internal sealed class TemperatureScaled : IUncertaintyEstimator
{
    /// <summary>The name.</summary>
    public const string Key = "temperature";

    private readonly Func<Tensor, Tensor> _network;

    /// <summary>With a known temperature.</summary>
    /// <param name="network">A function to logits (B,K), in whatever mode it is.</param>
    /// <param name="temperature">T, above 0.</param>
    /// <exception cref="UcamException">The temperature is not above 0.</exception>
    public TemperatureScaled(Func<Tensor, Tensor> network, double temperature)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!(temperature > 0 && double.IsFinite(temperature)))
            throw new UcamException($"The temperature is {temperature}; it must be above 0.") { Field = nameof(temperature) };
        _network = network;
        Temperature = temperature;
    }

    /// <summary>T.</summary>
    public double Temperature { get; }

    /// <inheritdoc/>
    public string Name => Key;

    /// <summary>Fits the temperature by likelihood; never on the test split.</summary>
    /// <param name="network">A function to logits (B,K), in whatever mode it is.</param>
    /// <param name="heldOut">Batches that the classifier was not trained on: inputs, and soft targets (B,K) or classes (B).</param>
    /// <exception cref="UcamException">There is no batch, or inputs and targets do not fit.</exception>
    public static TemperatureScaled Fit(Func<Tensor, Tensor> network, IEnumerable<(Tensor Input, Tensor Target)> heldOut)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(heldOut);
        List<double[]> logits = [], targets = [];
        foreach ((Tensor input, Tensor target) in heldOut)
        {
            using var scope = NewDisposeScope();
            Tensor batch = Classifier.Logits(network, input);
            logits.AddRange(Rows(batch));
            targets.AddRange(Rows(Targets.Soft(target, batch)));
        }
        if (logits.Count == 0)
            throw new UcamException("There is no held-out batch to fit the temperature to; give at least one.") { Field = nameof(heldOut) };
        return new TemperatureScaled(network, Ucam.Temperature.Fit(logits, targets));
    }

    /// <inheritdoc cref="Fit(Func{Tensor, Tensor}, IEnumerable{ValueTuple{Tensor, Tensor}})"/>
    public static TemperatureScaled Fit(Module<Tensor, Tensor> network, IEnumerable<(Tensor Input, Tensor Target)> heldOut) =>
        Fit(Classifier.InEvaluation(network), heldOut);

    /// <inheritdoc/>
    public UncertaintyBatch Estimate(Tensor input) => Classifier.Once(_network, input, MaximumSoftmax.Score, Temperature);

    internal static IUncertaintyEstimator Create(EstimatorSetup setup) => Fit(setup.Network, setup.HeldOut);

    private static IEnumerable<double[]> Rows(Tensor matrix)
    {
        double[] all = [.. matrix.to(ScalarType.Float64).contiguous().data<double>()];
        return all.Chunk((int)matrix.shape[1]);
    }
}
