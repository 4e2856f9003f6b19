namespace Ucam.Metrics;

/// <summary>The threshold of split conformal prediction (Vovk, Gammerman and Shafer 2005; Lei et al. 2018).</summary>
internal static class ConformalQuantile
{
    // A product that should be whole, such as 10·(1 − 0.3), is not taken for the next whole number.
    private const double Rounding = 1e-9;

    /// <summary>
    /// The ⌈(n + 1)(1 − α)⌉-th smallest of n scores: a new score that is exchangeable with them is at most as large with a probability of at
    /// least 1 − α and, without ties, of less than 1 − α + 1/(n + 1).
    /// </summary>
    /// <param name="scores">The scores of the right labels; infinite ones stand for questions whose right answer is no label.</param>
    /// <param name="alpha">The share of questions that may be missed, in (0,1).</param>
    /// <returns>Null where there are too few scores, or too many infinite ones: every label is in the set.</returns>
    /// <exception cref="ArgumentException">A score is NaN or α is out of range.</exception>
    public static double? Of(ReadOnlySpan<double> scores, double alpha)
    {
        MetricInput.NoNaN(scores, nameof(scores));
        int place = Place(scores.Length, alpha);
        if (place > scores.Length) return null;
        double[] sorted = scores.ToArray();
        Array.Sort(sorted);
        return double.IsPositiveInfinity(sorted[place - 1]) ? null : sorted[place - 1];
    }

    /// <summary>The smallest number of scores that has a threshold: ⌈1/α⌉ − 1.</summary>
    /// <param name="alpha">In (0,1).</param>
    public static int Fewest(double alpha)
    {
        CheckAlpha(alpha);
        return Math.Max(1, (int)Math.Ceiling(1 / alpha - Rounding) - 1);
    }

    /// <summary>Refuses what is no share of misses.</summary>
    public static void CheckAlpha(double alpha)
    {
        if (!(alpha is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "A share of misses lies between 0 and 1.");
    }

    private static int Place(int count, double alpha)
    {
        CheckAlpha(alpha);
        return Math.Max(1, (int)Math.Ceiling((count + 1) * (1 - alpha) - Rounding));
    }
}
