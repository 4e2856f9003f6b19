namespace Ucam.Metrics;

/// <summary>
/// How far two distributions lie apart: over classes, or over answers, where answers that normalise to the same text are added and
/// one that is absent has probability 0. Each must sum to 1 within 1e-4.
/// </summary>
internal static class Divergence
{
    /// <summary>Probabilities of q below this count as this much, where no other floor is given.</summary>
    public const double DefaultFloor = 1e-12;

    /// <summary>
    /// D(p‖q) = Σ p ln(p / max(q, floor)) in nats (Kullback &amp; Leibler 1951); a p of 0 adds nothing. The floor keeps it finite
    /// where q misses what p has: one answer missed entirely costs −ln(floor), 27.6 nats as given.
    /// </summary>
    /// <param name="p">The true distribution.</param>
    /// <param name="q">The predicted one, as long.</param>
    /// <param name="floor">Lowest probability of q, in [0,1); with 0 the divergence may be infinite.</param>
    /// <returns>≥ 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a list is no distribution, or the floor is out of range.</exception>
    public static double KullbackLeibler(ReadOnlySpan<double> p, ReadOnlySpan<double> q, double floor = DefaultFloor)
    {
        CheckPair(p, q);
        if (!(floor is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(floor), floor, "The floor of a probability lies in [0,1).");
        return Math.Max(0, Relative(p, q, floor));
    }

    /// <summary>Jensen–Shannon divergence ½D(p‖m) + ½D(q‖m), m = (p + q)/2, in nats (Lin 1991); symmetric, finite without a floor.</summary>
    /// <returns>From 0 (equal) to ln 2 (nothing shared).</returns>
    /// <inheritdoc cref="TotalVariation(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double JensenShannon(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        CheckPair(p, q);
        var middle = new double[p.Length];
        for (int i = 0; i < middle.Length; i++) middle[i] = (p[i] + q[i]) / 2;
        // Half of the smallest number is 0; floored, it adds nothing.
        return Math.Clamp((Relative(p, middle, double.Epsilon) + Relative(q, middle, double.Epsilon)) / 2, 0, Math.Log(2));
    }

    /// <summary>Total variation distance ½ Σ |p − q|: the most by which the probability of any event differs.</summary>
    /// <param name="p">One distribution.</param>
    /// <param name="q">The other, as long.</param>
    /// <returns>In [0,1].</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a list is no distribution.</exception>
    public static double TotalVariation(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        CheckPair(p, q);
        double sum = 0;
        for (int i = 0; i < p.Length; i++) sum += Math.Abs(p[i] - q[i]);
        return Math.Min(1, sum / 2);
    }

    private static double Relative(ReadOnlySpan<double> p, ReadOnlySpan<double> q, double floor)
    {
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
            if (p[i] > 0) sum += p[i] * Math.Log(p[i] / Math.Max(q[i], floor));
        return sum;
    }

    private static void CheckPair(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        MetricInput.SameLength(p.Length, q.Length, nameof(q));
        MetricInput.Distribution(p, nameof(p));
        MetricInput.Distribution(q, nameof(q));
    }
}
