using TorchSharp.Modules;
using Ucam.Uncertainty.Losses;
using static TorchSharp.torch;

namespace Ucam.Uncertainty.Estimators;

/// <summary>
/// Laplace approximation of a trained network's last layer (Kristiadi, Hein and Hennig 2020; Daxberger et al. 2021): a Gaussian
/// around its weights whose precision is the Gauss–Newton matrix of the training loss plus the prior's. Needs the training inputs,
/// not their targets. The score is the predictive entropy. Keeps a copy of the layer; dispose it when done.
/// </summary>
internal sealed class LastLayerLaplace : IUncertaintyEstimator, IDisposable
{
    /// <summary>The name.</summary>
    public const string Key = "laplace";

    private const long ElementsAtOnce = 4_000_000;

    private readonly LastLayer _layer;
    private readonly LaplacePosterior _posterior;
    private readonly LaplaceOptions _options;
    private readonly Generator? _noise;
    private readonly CallGuard _calls = new();

    private LastLayerLaplace(LastLayer layer, LaplacePosterior posterior, LaplaceOptions options, Generator? noise)
    {
        (_layer, _posterior, _options, _noise) = (layer, posterior, options, noise);
        PriorPrecision = options.PriorPrecision;
    }

    /// <summary>δ.</summary>
    public double PriorPrecision { get; private set; }

    /// <inheritdoc/>
    public string Name => Key;

    /// <summary>Fits the curvature in one pass over the training inputs.</summary>
    /// <param name="features">From an input to what enters the last layer, φ (B,D), in whatever mode it is.</param>
    /// <param name="last">The last layer, from φ to logits (B,K).</param>
    /// <param name="training">Batches of inputs that the network was trained on.</param>
    /// <param name="options">The variant.</param>
    /// <param name="noise">The random state; needed for <see cref="LaplacePredictive.Sampling"/> only.</param>
    /// <exception cref="UcamException">There is no training batch, features do not fit the layer, the layer is too large for
    /// <see cref="LaplaceStructure.Full"/>, or an option is out of range.</exception>
    public static LastLayerLaplace Fit(
        Func<Tensor, Tensor> features, Linear last, IEnumerable<Tensor> training, LaplaceOptions? options = null, Generator? noise = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        options ??= new LaplaceOptions();
        Settings.Check(options);
        if (options.Predictive == LaplacePredictive.Sampling && noise is null)
            throw new UcamException("Sampling needs a random state; give a Generator, or choose LaplacePredictive.Probit.") { Field = nameof(noise) };
        var layer = new LastLayer(features, last);
        LaplacePosterior? posterior = null;
        try
        {
            posterior = options.Structure == LaplaceStructure.Full
                ? new FullPosterior(layer.Width, layer.Classes) : new KroneckerPosterior(layer.Width, layer.Classes);
            Accumulate(layer, posterior, training);
            return new LastLayerLaplace(layer, posterior, options, noise);
        }
        catch
        {
            posterior?.Dispose();
            layer.Dispose();
            throw;
        }
    }

    private static void Accumulate(LastLayer layer, LaplacePosterior posterior, IEnumerable<Tensor> training)
    {
        using var quiet = no_grad();
        bool any = false;
        foreach (Tensor input in training)
        {
            using var scope = NewDisposeScope();
            Tensor features = layer.Features(input);
            Tensor logits = layer.Logits(features);
            // Of one score p(1 − p) is the curvature too.
            posterior.Add(features, layer.Classes == 1 ? logits.sigmoid() : logits.softmax(1));
            any = true;
        }
        if (!any) throw new UcamException("There is no training batch to fit the curvature to; give at least one.") { Field = nameof(training) };
        posterior.Factorise();
    }

    /// <summary>Sets δ to the one whose probit predictions give held-out data the highest likelihood.</summary>
    /// <param name="heldOut">Batches that the network was not trained on, never the test split: inputs, and soft targets (B,K) or classes
    /// (B).</param>
    /// <param name="grid">Candidates, each above 0; by default 21 from 1e-4 to 1e4.</param>
    /// <returns>The chosen δ.</returns>
    /// <exception cref="UcamException">There is no batch or candidate, a candidate is not above 0, or inputs and targets do not fit.</exception>
    public double ChoosePriorPrecision(IEnumerable<(Tensor Input, Tensor Target)> heldOut, IReadOnlyList<double>? grid = null)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        grid ??= [.. Enumerable.Range(0, 21).Select(i => Math.Pow(10, -4 + 0.4 * i))];
        if (grid.Count == 0) throw new UcamException("There is no prior precision to choose from; give at least one.") { Field = nameof(grid) };
        foreach (double prior in grid) Settings.Check(new LaplaceOptions { PriorPrecision = prior });
        using CallGuard.Call call = _calls.Enter(this);
        var losses = new double[grid.Count];
        bool any = false;
        using var quiet = no_grad();
        foreach ((Tensor input, Tensor target) in heldOut)
        {
            using var scope = NewDisposeScope();
            Tensor features = _layer.Features(input), logits = _layer.Logits(features), soft = Targets.Soft(target, Classifier.TwoClasses(logits));
            for (int i = 0; i < losses.Length; i++)
                losses[i] += SoftCrossEntropy.PerSample(Classifier.TwoClasses(Probit(features, logits, grid[i])), soft).sum().item<double>();
            any = true;
        }
        if (!any) throw new UcamException("There is no held-out batch to choose the prior precision by; give at least one.")
        { Field = nameof(heldOut) };
        return PriorPrecision = grid[Array.IndexOf(losses, losses.Min())];
    }

    /// <inheritdoc/>
    public UncertaintyBatch Estimate(Tensor input)
    {
        using CallGuard.Call call = _calls.Enter(this);
        using var quiet = no_grad();
        using var statistics = new PassStatistics();
        using (var scope = NewDisposeScope())
        {
            Tensor features = _layer.Features(input), logits = _layer.Logits(features);
            if (_options.Predictive == LaplacePredictive.Probit)
            {
                Tensor probabilities = Classifier.TwoClasses(Probit(features, logits, PriorPrecision)).softmax(1).to(_layer.Precision);
                return UncertaintyBatch.OfOneModel(probabilities, Nats.Entropy(probabilities));
            }
            foreach (int count in PassChunks.Of(_options.Samples, logits.numel(), ElementsAtOnce))
            {
                using var chunk = NewDisposeScope();
                Tensor draws = logits + _posterior.Sample(features, PriorPrecision, count, _noise!);
                statistics.Add(Classifier.TwoClasses(draws).to(_layer.Precision));
            }
        }
        return UncertaintyBatch.Of(statistics);
    }

    /// <summary>
    /// Last layers drawn from the posterior, (S,K,D) in the layer's own number type, the bias as the last column where it has one: the networks
    /// that the approximation is a distribution over.
    /// </summary>
    /// <param name="count">S, ≥ 1.</param>
    /// <param name="noise">The random state.</param>
    public Tensor DrawLayers(int count, Generator noise)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(noise);
        using CallGuard.Call call = _calls.Enter(this);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return (_layer.Weight + _posterior.SampleWeights(PriorPrecision, count, noise)).to(_layer.Precision).MoveToOuterDisposeScope();
    }

    private Tensor Probit(Tensor features, Tensor logits, double prior) =>
        logits / (_posterior.Variance(features, prior) * (Math.PI / 8) + 1).sqrt();

    /// <summary>Waits for the calls under way, then releases its copy of the layer; later calls are refused.</summary>
    public void Dispose() => _calls.Close(Release);

    private void Release()
    {
        _layer.Dispose();
        _posterior.Dispose();
    }

    internal static IUncertaintyEstimator Create(EstimatorSetup setup)
    {
        LastLayerLaplace estimator = Fit(
            EstimatorSetup.Need(setup.Features, nameof(setup.Features)), EstimatorSetup.Need(setup.Last, nameof(setup.Last)), setup.Training,
                setup.Laplace, setup.Noise);
        if (setup.HeldOut.Count > 0) estimator.ChoosePriorPrecision(setup.HeldOut);
        return estimator;
    }
}
