using Ucam.Metrics;

namespace Ucam.Studies.Reports.Comparison.Numbers;

/// <summary>A mean over seeds with its 95 % Student-t interval.</summary>
/// <param name="Mean">The mean; NaN for no seeds.</param>
/// <param name="Half">Half the interval's width; NaN for fewer than two seeds.</param>
/// <param name="Seeds">How many seeds it is over.</param>
internal readonly record struct SeedMean(double Mean, double Half, int Seeds);

/// <summary>Means over seeds.</summary>
internal static class Means
{
    /// <summary>Of one method's variant, over the seeds whose value is known.</summary>
    public static SeedMean Of(CompareSet set, CompareMetric metric, string method, string variant) =>
        Of([.. set.Seeds.Select(seed => set.Value(metric, new SeedBlock(method, seed), variant)).Where(double.IsFinite)]);

    /// <summary>
    /// Of a variant over all methods that have the metric: their mean within each seed, then over the seeds in which none of them is
    /// missing, so that a mean is never over fewer methods than its neighbour.
    /// </summary>
    public static SeedMean OverMethods(CompareSet set, CompareMetric metric, string variant)
    {
        IReadOnlyList<string> methods = set.MethodsWith(metric);
        if (methods.Count == 0) return Of([]);
        return Of([.. set.Seeds.Select(seed => methods.Average(method => set.Value(metric, new SeedBlock(method, seed), variant)))
            .Where(double.IsFinite)]);
    }

    private static SeedMean Of(double[] values)
    {
        MeanInterval interval = Student.Interval(values);
        return new SeedMean(interval.Mean, interval.High - interval.Mean, values.Length);
    }
}
