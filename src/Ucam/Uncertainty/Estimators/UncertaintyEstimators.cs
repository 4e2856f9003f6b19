using Ucam.Uncertainty.Estimators;

namespace Ucam;

/// <summary>The estimators by name. A new one is one class and one line here.</summary>
public static class UncertaintyEstimators
{
    internal static Catalogue<Entry> Catalogue { get; } = new("an estimator", entry => entry.Key,
        new(MaximumSoftmax.Key, MaximumSoftmax.Create),
        new(SoftmaxEntropy.Key, SoftmaxEntropy.Create),
        new(Energy.Key, Energy.Create),
        new(TemperatureScaled.Key, TemperatureScaled.Create),
        new(MonteCarloDropout.Key, MonteCarloDropout.Create),
        new(DeepEnsemble.Key, DeepEnsemble.Create),
        new(LastLayerLaplace.Key, LastLayerLaplace.Create),
        new(Evidential.Key, Evidential.Create));

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names => [.. Catalogue.All.Select(entry => entry.Key)];

    /// <summary>Adds an estimator of one's own, which <see cref="Create"/> then knows by its name.</summary>
    /// <param name="name">Short lower-case name.</param>
    /// <param name="create">Makes it from the classifier and what else it needs.</param>
    /// <exception cref="UcamException">The name is taken or no name.</exception>
    public static void Add(string name, Func<EstimatorSetup, IUncertaintyEstimator> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Catalogue.Add(new Entry(name, create));
    }

    /// <summary>Makes the named estimator; the caller disposes it where it is <see cref="IDisposable"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="setup">The classifier and what else the estimator needs.</param>
    /// <exception cref="UcamException">The name is unknown, or the setup lacks a part.</exception>
    public static IUncertaintyEstimator Create(string name, EstimatorSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Entry entry = Catalogue.Find(name)
            ?? throw new UcamException($"There is no estimator '{name}'; give one of {Catalogue.Names}.") { Field = nameof(name) };
        return entry.Create(setup);
    }

    internal sealed record Entry(string Key, Func<EstimatorSetup, IUncertaintyEstimator> Create);
}
