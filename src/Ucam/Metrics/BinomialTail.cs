using MathNet.Numerics;

namespace Ucam.Metrics;

/// <summary>Exact binomial probabilities and the bound on a share that follows from them.</summary>
internal static class BinomialTail
{
    private const double Negligible = 1e-18;

    /// <summary>P(X ≤ successes) for X of <paramref name="trials"/> trials that succeed with a probability each.</summary>
    /// <param name="successes">Any whole number: 0 below zero, 1 from the number of trials on.</param>
    /// <param name="trials">≥ 0.</param>
    /// <param name="probability">In [0,1].</param>
    /// <exception cref="ArgumentException">The number of trials or the probability is out of range.</exception>
    public static double AtMost(int successes, int trials, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        MetricInput.Share([probability], nameof(probability));
        if (successes < 0) return 0;
        if (successes >= trials || probability == 0) return 1;
        if (probability == 1) return 0;
        // From the end nearer to the mean outwards, where the terms only fall.
        return successes < trials * probability
            ? Math.Min(1, Downwards(successes, trials, probability))
            : Math.Max(0, 1 - Downwards(trials - successes - 1, trials, 1 - probability));
    }

    /// <summary>
    /// The upper bound of Clopper and Pearson (1934) on the share of successes, at confidence 1 − δ: the largest b at which so few
    /// successes have a probability of at least δ. For fixed trials it lies below the true share with a probability of at most δ.
    /// </summary>
    /// <param name="successes">In [0, trials].</param>
    /// <param name="trials">≥ 0.</param>
    /// <param name="delta">In (0,1).</param>
    /// <returns>In (0,1]; 1 for no trials.</returns>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static double UpperBound(int successes, int trials, double delta)
    {
        MetricInput.Level(delta);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        return successes == trials ? 1 : Largest(b => AtMost(successes, trials, b) >= delta, (double)successes / trials);
    }

    /// <summary>The end of what holds from a share upwards, by bisection to the last bit.</summary>
    public static double Largest(Func<double, bool> holds, double from)
    {
        double low = from, high = 1;
        for (double middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
            if (holds(middle)) low = middle;
            else high = middle;
        // The upper end, so that rounding does not promise more.
        return high;
    }

    private static double Downwards(int successes, int trials, double p)
    {
        double term = Math.Exp(SpecialFunctions.FactorialLn(trials) - SpecialFunctions.FactorialLn(successes)
            - SpecialFunctions.FactorialLn(trials - successes) + successes * Math.Log(p) + (trials - successes) * double.LogP1(-p));
        double sum = term, odds = (1 - p) / p;
        for (int k = successes; k > 0 && term > sum * Negligible; k--)
        {
            term *= odds * k / (trials - k + 1);
            sum += term;
        }
        return sum;
    }
}
