namespace Ucam.Metrics;

/// <summary>Shannon entropy.</summary>
public static class Entropy
{
    private const double Tolerance = 1e-4;

    /// <summary>−Σ p ln p of a distribution, in nats; 0·ln 0 = 0.</summary>
    /// <param name="distribution">K probabilities that sum to 1 within 1e-4.</param>
    /// <returns>From 0 to ln K.</returns>
    /// <exception cref="ArgumentException">A value is outside [0,1], or the sum is not 1 (as of an empty list).</exception>
    public static double Nats(ReadOnlySpan<double> distribution)
    {
        Check.Share(distribution, nameof(distribution));
        double sum = 0, entropy = 0;
        foreach (double p in distribution)
        {
            sum += p;
            if (p > 0) entropy -= p * Math.Log(p);
        }
        if (Math.Abs(sum - 1) > Tolerance) throw new ArgumentException($"The probabilities sum to {sum}, not to 1.", nameof(distribution));
        return Math.Max(0, entropy);
    }
}
