using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Estimators;

/// <summary>
/// Monte-Carlo dropout (Gal and Ghahramani 2016) over any module with Dropout, Dropout1d, Dropout2d or Dropout3d parts: only these
/// are on, everything else, such as batch normalisation, is in evaluation mode. The passes are one batch, repeated, in bounded
/// chunks. Parts must be run by <c>call</c>, as TorchSharp's containers do, and the dropout built into its recurrent layers stays
/// off. The score is the predictive entropy.
/// </summary>
internal sealed class MonteCarloDropout : IUncertaintyEstimator
{
    /// <summary>The name.</summary>
    public const string Key = "mc-dropout";

    private readonly Module<Tensor, Tensor> _network;
    private readonly Generator _dropout;
    private readonly MonteCarloDropoutOptions _options;
    private readonly Func<Tensor, Tensor>? _trunk;

    /// <summary>Sets up the passes.</summary>
    /// <param name="network">To logits (B,K), from the input or, with a trunk, from what the trunk gives.</param>
    /// <param name="dropout">The random state; each estimate takes one number from it.</param>
    /// <param name="options">T and the chunks.</param>
    /// <param name="trunk">What comes before <paramref name="network"/> and has no dropout to repeat: runs once, batch first.</param>
    /// <exception cref="UcamException">An option is out of range.</exception>
    public MonteCarloDropout(
        Module<Tensor, Tensor> network, Generator dropout, MonteCarloDropoutOptions? options = null, Func<Tensor, Tensor>? trunk = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(dropout);
        _options = options ?? new MonteCarloDropoutOptions();
        Settings.Check(_options);
        (_network, _dropout, _trunk) = (network, dropout, trunk);
    }

    /// <inheritdoc/>
    public string Name => Key;

    /// <inheritdoc/>
    public UncertaintyBatch Estimate(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var quiet = no_grad();
        using var statistics = new PassStatistics();
        using (var scope = NewDisposeScope())
        using (var mode = new EvaluationMode(_network))
        {
            Tensor start = _trunk is null ? input : _trunk(input);
            using var sites = new DropoutSites(_network, NextSeed());
            foreach (int count in PassChunks.Of(_options.Passes, start.numel(), _options.ElementsAtOnce))
            {
                using var chunk = NewDisposeScope();
                statistics.Add(Passes(start, count, sites));
            }
        }
        return UncertaintyBatch.Of(statistics);
    }

    /// <summary>Logits of some passes, (n,B,K).</summary>
    private Tensor Passes(Tensor start, int count, DropoutSites sites)
    {
        using var scope = NewDisposeScope();
        long[] times = new long[start.dim()];
        Array.Fill(times, 1);
        times[0] = count;
        sites.Begin();
        Tensor logits = Classifier.Logits(_network.call, start.repeat(times));
        if (!sites.Used)
            throw new UcamException("No Dropout layer ran, so every pass would be the same; give a network that "
                + "has Dropout parts and runs them by call, not by forward.");
        TensorCheck.Shape(logits, "The classifier's output", [count * start.shape[0], logits.shape[1]]);
        return logits.view(count, start.shape[0], logits.shape[1]).MoveToOuterDisposeScope();
    }

    private ulong NextSeed()
    {
        using Tensor seed = randint(1L << 32, new long[] { 1 }, dtype: ScalarType.Int64, generator: _dropout);
        return (ulong)seed.item<long>();
    }

    internal static IUncertaintyEstimator Create(EstimatorSetup setup) =>
        new MonteCarloDropout(
            setup.AfterTrunk ?? setup.Network,
            EstimatorSetup.Need(setup.Noise, nameof(setup.Noise)),
            setup.Dropout,
            setup.AfterTrunk is null ? null : EstimatorSetup.Need(setup.Trunk, nameof(setup.Trunk)));
}
