namespace Ucam.Metrics;

/// <summary>Shannon entropy.</summary>
internal static class Entropy
{
    /// <summary>−Σ p ln p of a distribution, in nats; 0·ln 0 = 0.</summary>
    /// <param name="distribution">K probabilities that sum to 1 within 1e-4.</param>
    /// <returns>From 0 to ln K.</returns>
    /// <exception cref="ArgumentException">A value is outside [0,1], or the sum is not 1 (as of an empty list).</exception>
    public static double Nats(ReadOnlySpan<double> distribution)
    {
        MetricInput.Distribution(distribution, nameof(distribution));
        double entropy = 0;
        foreach (double p in distribution)
            if (p > 0) entropy -= p * Math.Log(p);
        return Math.Max(0, entropy);
    }
}
