namespace Ucam.Metrics;

/// <summary>Which treatments differ after a <see cref="Friedman"/> test (Nemenyi 1963; Demšar 2006, section 3.2.2).</summary>
internal static class Nemenyi
{
    private const double SmallestAlpha = 1e-10;

    /// <summary>
    /// The critical difference q_α·√(k(k+1)/(6N)): two treatments differ where their average ranks differ by at least it. q_α is
    /// the upper quantile of the studentised range of k values, infinite degrees of freedom, over √2, found from its integral.
    /// </summary>
    /// <param name="treatments">Number of treatments k, ≥ 2.</param>
    /// <param name="blocks">Number of blocks N, ≥ 1.</param>
    /// <param name="alpha">Chance of any false difference, in [1e-10,1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static double CriticalDifference(int treatments, int blocks, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(treatments, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        if (!(alpha is >= SmallestAlpha and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A significance level lies in [1e-10,1).");
        return StudentizedRange.Exceeded(alpha, treatments) / Math.Sqrt(2) * Math.Sqrt(treatments * (treatments + 1.0) / (6.0 * blocks));
    }

    /// <summary>
    /// The maximal groups of treatments that do not differ from each other: the bars of a critical-difference diagram. Groups may
    /// overlap; every treatment is in at least one, alone where it differs from all others.
    /// </summary>
    /// <param name="averageRanks">The average rank of each treatment.</param>
    /// <param name="criticalDifference">From this difference on two treatments differ, &gt; 0.</param>
    /// <returns>Positions in <paramref name="averageRanks"/>, lowest rank first, in each group and among the groups.</returns>
    /// <exception cref="ArgumentException">A rank is not finite, or the difference is not positive.</exception>
    public static IReadOnlyList<int[]> Groups(ReadOnlySpan<double> averageRanks, double criticalDifference)
    {
        MetricInput.Finite(averageRanks, nameof(averageRanks));
        if (!(criticalDifference > 0))
            throw new ArgumentOutOfRangeException(nameof(criticalDifference), criticalDifference, "A critical difference is above 0.");
        int[] order = Ranks.Order(averageRanks);
        List<int[]> groups = [];
        for (int start = 0, covered = 0; start < order.Length; start++)
        {
            int end = start + 1;
            while (end < order.Length && averageRanks[order[end]] - averageRanks[order[start]] < criticalDifference) end++;
            if (end <= covered) continue;
            groups.Add(order[start..end]);
            covered = end;
        }
        return groups;
    }
}
