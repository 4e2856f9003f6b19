
namespace Ucam.Metrics;

/// <summary>A mean and the interval it lies in.</summary>
/// <param name="Mean">Mean of the values.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
internal sealed record MeanInterval(double Mean, double Low, double High);

/// <summary>Confidence intervals by resampling; <see cref="Student"/> suits a handful of values.</summary>
internal static class Bootstrap
{
    /// <summary>Percentile bootstrap interval of the mean (Efron 1979). The same values, order and seed give the same interval.</summary>
    /// <param name="values">The samples; all NaN for none, no width for one.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="resamples">Number of resamples, ≥ 100.</param>
    /// <param name="level">Level of confidence, in (0,1).</param>
    /// <exception cref="ArgumentException">A value is not finite, or an option is out of range.</exception>
    public static MeanInterval Interval(ReadOnlySpan<double> values, int seed, int resamples = 2000, double level = 0.95)
    {
        MetricInput.Finite(values, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        MetricInput.Level(level);
        if (values.IsEmpty) return new MeanInterval(double.NaN, double.NaN, double.NaN);
        var random = new Random(seed);
        var means = new double[resamples];
        double unit = Moments.Unit(values);
        for (int r = 0; r < resamples; r++)
        {
            double sum = 0;
            for (int i = 0; i < values.Length; i++) sum += values[random.Next(values.Length)] * unit;
            means[r] = sum / values.Length / unit;
        }
        Array.Sort(means);
        return new MeanInterval(Moments.Mean(values), Quantile(means, (1 - level) / 2), Quantile(means, (1 + level) / 2));
    }

    private static double Quantile(double[] sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int below = (int)at, above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
