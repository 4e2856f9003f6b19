namespace Ucam.Metrics;

/// <summary>Mean and spread of a list of values.</summary>
internal static class Moments
{
    /// <summary>The mean; NaN for no values.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum / values.Length;
    }

    /// <summary>The standard deviation of a sample, over n − 1; NaN for fewer than two values, exactly 0 for equal ones.</summary>
    public static double Deviation(ReadOnlySpan<double> values)
    {
        if (values.Length < 2) return double.NaN;
        if (IsConstant(values)) return 0;
        double mean = Mean(values), sum = 0;
        foreach (double value in values) sum += (value - mean) * (value - mean);
        return Math.Sqrt(sum / (values.Length - 1));
    }

    /// <summary>Whether no value differs from another.</summary>
    public static bool IsConstant(ReadOnlySpan<double> values) => values.Length < 2 || !values.ContainsAnyExcept(values[0]);
}
