namespace Ucam.Metrics;

/// <summary>Mean and spread of a list of values.</summary>
internal static class Moments
{
    // Between these, squares and sums of squares are far from the ends of double's range.
    private const double Tiny = 1e-100, Huge = 1e100;
    private const int MostExponent = 1000;

    /// <summary>The mean; NaN for no values.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double unit = Unit(values);
        return Mean(values, unit) / unit;
    }

    /// <summary>The mean of the values times a unit.</summary>
    public static double Mean(ReadOnlySpan<double> values, double unit)
    {
        double sum = 0;
        foreach (double value in values) sum += value * unit;
        return sum / values.Length;
    }

    /// <summary>The standard deviation of a sample, over n − 1; NaN for fewer than two values, exactly 0 for equal ones.</summary>
    public static double Deviation(ReadOnlySpan<double> values)
    {
        if (values.Length < 2) return double.NaN;
        if (IsConstant(values)) return 0;
        double unit = Unit(values), mean = Mean(values, unit), sum = 0;
        foreach (double value in values) sum += (value * unit - mean) * (value * unit - mean);
        return Math.Sqrt(sum / (values.Length - 1)) / unit;
    }

    /// <summary>
    /// A power of two, which multiplies without rounding, that brings huge or tiny values near 1, so that their squares are numbers; 1 for others.
    /// </summary>
    public static double Unit(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest is 0 or (>= Tiny and <= Huge) || !double.IsFinite(largest)
            ? 1 : Math.ScaleB(1, Math.Clamp(-Math.ILogB(largest), -MostExponent, MostExponent));
    }

    /// <summary>Whether no value differs from another.</summary>
    public static bool IsConstant(ReadOnlySpan<double> values) => values.Length < 2 || !values.ContainsAnyExcept(values[0]);
}
