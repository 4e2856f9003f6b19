using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Ucam.Metrics;

/// <summary>
/// Confidence intervals by Student's t distribution (1908), for a handful of values, such as one a seed, that are drawn
/// independently from about a normal distribution; <see cref="Bootstrap"/> asks for more values and assumes less.
/// </summary>
internal static class Student
{
    /// <summary>The interval of the mean: mean ± t·s/√n, with t the quantile at n − 1 degrees of freedom.</summary>
    /// <param name="values">The samples. No interval (NaN ends) for one, all NaN for none, no width for equal ones.</param>
    /// <param name="level">Level of confidence, in (0,1).</param>
    /// <exception cref="ArgumentException">A value is not finite, or the level is out of range.</exception>
    public static MeanInterval Interval(ReadOnlySpan<double> values, double level = 0.95)
    {
        MetricInput.Finite(values, nameof(values));
        MetricInput.Level(level);
        double mean = Moments.Mean(values);
        if (values.Length < 2) return new MeanInterval(mean, double.NaN, double.NaN);
        double half = StudentT.InvCDF(0, 1, values.Length - 1, (1 + level) / 2) * Moments.Deviation(values) / Math.Sqrt(values.Length);
        return new MeanInterval(mean, mean - half, mean + half);
    }

    /// <summary>P(|T| ≥ |t|), accurate in the tail: I_x(ν/2, 1/2) at x = ν/(ν + t²).</summary>
    internal static double TwoSidedP(double t, double freedom) => SpecialFunctions.BetaRegularized(freedom / 2, 0.5, freedom / (freedom + t * t));
}
