
namespace Ucam.Metrics;

/// <summary>Correlation of two lists of values. NaN where either is constant or has fewer than two values: undefined.</summary>
internal static class Correlation
{
    /// <summary>Pearson's product-moment correlation, in [−1,1].</summary>
    /// <exception cref="ArgumentException">The lengths differ or a value is not finite.</exception>
    public static double Pearson(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        MetricInput.SameLength(a.Length, b.Length, nameof(b));
        MetricInput.Finite(a, nameof(a));
        MetricInput.Finite(b, nameof(b));
        // A constant list may get a tiny variance from rounding, so it is recognised by its values.
        if (Moments.IsConstant(a) || Moments.IsConstant(b)) return double.NaN;
        double unitA = Moments.Unit(a), unitB = Moments.Unit(b);
        double meanA = Moments.Mean(a, unitA), meanB = Moments.Mean(b, unitB), product = 0, squareA = 0, squareB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double da = a[i] * unitA - meanA, db = b[i] * unitB - meanB;
            (product, squareA, squareB) = (product + da * db, squareA + da * da, squareB + db * db);
        }
        return Math.Clamp(product / (Math.Sqrt(squareA) * Math.Sqrt(squareB)), -1, 1);
    }

    /// <summary>Spearman's rank correlation, in [−1,1]: Pearson of the ranks, equal values sharing the mean of their ranks.</summary>
    /// <exception cref="ArgumentException">The lengths differ or a value is NaN.</exception>
    public static double Spearman(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        MetricInput.SameLength(a.Length, b.Length, nameof(b));
        MetricInput.NoNaN(a, nameof(a));
        MetricInput.NoNaN(b, nameof(b));
        return Pearson(Ranks.Average(a), Ranks.Average(b));
    }
}
