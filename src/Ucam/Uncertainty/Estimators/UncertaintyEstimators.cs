namespace Ucam;

/// <summary>The estimators by name, for comparisons. A new one is one class and one line here.</summary>
public static class UncertaintyEstimators
{
    private static readonly (string Key, Func<EstimatorSetup, IUncertaintyEstimator> Create)[] All =
    [
        (MaximumSoftmax.Key, MaximumSoftmax.Create),
        (SoftmaxEntropy.Key, SoftmaxEntropy.Create),
        (Energy.Key, Energy.Create),
        (TemperatureScaled.Key, TemperatureScaled.Create),
        (MonteCarloDropout.Key, MonteCarloDropout.Create),
        (DeepEnsemble.Key, DeepEnsemble.Create),
        (LastLayerLaplace.Key, LastLayerLaplace.Create),
        (Evidential.Key, Evidential.Create),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(entry => entry.Key)];

    /// <summary>Makes the named estimator; the caller disposes it where it is <see cref="IDisposable"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="setup">The classifier and what else the estimator needs.</param>
    /// <exception cref="UcamException">The name is unknown, or the setup lacks a part.</exception>
    public static IUncertaintyEstimator Create(string name, EstimatorSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        foreach ((string key, Func<EstimatorSetup, IUncertaintyEstimator> create) in All)
            if (key == name) return create(setup);
        throw new UcamException($"There is no estimator '{name}'; give one of {string.Join(", ", Names)}.") { Field = nameof(name) };
    }
}
