namespace Ucam.Metrics;

/// <summary>
/// Tests the mean of losses in [0,1] (Bates, Angelopoulos, Lei, Malik and Jordan 2021; taken up by Learn then Test): the smaller of the
/// bounds of Hoeffding (1963) and Bentkus (2004).
/// </summary>
internal static class HoeffdingBentkus
{
    private const double Rounding = 1e-9;

    /// <summary>
    /// A p-value for "the mean loss is above a limit": min(exp(−n·h(min(r, α), α)), e·P(Bin(n, α) ≤ ⌈n·r⌉)), with r the mean of n losses
    /// and h(a, b) = a ln(a/b) + (1 − a) ln((1 − a)/(1 − b)). 1 for no losses.
    /// </summary>
    /// <param name="total">Sum of the losses, in [0, n].</param>
    /// <param name="count">Number of losses n, ≥ 0.</param>
    /// <param name="limit">The limit α, in (0,1).</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static double PValue(double total, int count, double limit)
    {
        MetricInput.Level(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckTotal(total, count);
        return count == 0 ? 1 : Of(total, count, limit);
    }

    /// <summary>The largest limit that the test at level δ does not refute: an upper bound on the mean loss at confidence 1 − δ.</summary>
    /// <param name="total">Sum of the losses, in [0, n].</param>
    /// <param name="count">Number of losses n, ≥ 0; the bound is 1 for none.</param>
    /// <param name="delta">In (0,1).</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static double UpperBound(double total, int count, double delta)
    {
        MetricInput.Level(delta);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckTotal(total, count);
        return count == 0 || total >= count ? 1 : BinomialTail.Largest(limit => Of(total, count, limit) >= delta, total / count);
    }

    private static void CheckTotal(double total, int count)
    {
        if (!(total >= 0 && total <= count + Rounding)) throw new ArgumentException($"{count} losses do not sum to {total}.", nameof(total));
    }

    private static double Of(double total, int count, double limit)
    {
        double mean = Math.Min(total / count, limit);
        double hoeffding = Math.Exp(-count * (Part(mean, limit) + Part(1 - mean, 1 - limit)));
        // A sum of losses such as 1/3 that should be whole is not taken for the next whole number.
        double bentkus = Math.E * BinomialTail.AtMost((int)Math.Ceiling(total - Rounding), count, limit);
        return Math.Min(1, Math.Min(hoeffding, bentkus));
    }

    private static double Part(double a, double b) => a == 0 ? 0 : a * Math.Log(a / b);
}
