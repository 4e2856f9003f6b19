using MathNet.Numerics.Distributions;
using MathNet.Numerics.RootFinding;

namespace Ucam.Metrics;

/// <summary>The studentised range with infinite degrees of freedom: highest less lowest of k independent standard normal values.</summary>
internal static class StudentizedRange
{
    private const double End = 9, Step = 1 / 16.0, Highest = 100, Precision = 1e-12;
    private const int Iterations = 200;

    /// <summary>
    /// P(range ≤ q) = k ∫ φ(z)·(Φ(z) − Φ(z − q))^(k−1) dz (Tippett 1925; z is the highest value). The integrand and its
    /// derivatives vanish at ±9, where the trapezoidal rule converges exponentially.
    /// </summary>
    public static double Cdf(double q, int values)
    {
        double sum = 0;
        for (double z = -End; z <= End; z += Step)
            sum += Normal.PDF(0, 1, z) * Math.Pow(Normal.CDF(0, 1, z) - Normal.CDF(0, 1, z - q), values - 1);
        return values * Step * sum;
    }

    /// <summary>The range that is exceeded with probability <paramref name="alpha"/>, which should not be below 1e-10.</summary>
    public static double Exceeded(double alpha, int values) => Brent.FindRoot(q => Cdf(q, values) - (1 - alpha), 0, Highest, Precision, Iterations);
}
