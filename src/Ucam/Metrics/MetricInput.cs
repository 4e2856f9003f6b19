namespace Ucam.Metrics;

/// <summary>The conditions every metric puts on its input.</summary>
internal static class MetricInput
{
    private const double SumTolerance = 1e-4;

    /// <summary>Refuses lists that do not belong together.</summary>
    public static void SameLength(int first, int second, string name)
    {
        if (first != second) throw new ArgumentException($"{second} values for {first} samples.", name);
    }

    /// <summary>Refuses NaN; infinities can be ranked.</summary>
    public static void NoNaN(ReadOnlySpan<double> values, string name)
    {
        foreach (double value in values)
            if (double.IsNaN(value)) throw new ArgumentException("A value is not a number.", name);
    }

    /// <summary>Refuses NaN and infinities.</summary>
    public static void Finite(ReadOnlySpan<double> values, string name)
    {
        foreach (double value in values)
            if (!double.IsFinite(value)) throw new ArgumentException($"The value {value} is not finite.", name);
    }

    /// <summary>Refuses what is outside [0,1].</summary>
    public static void Share(ReadOnlySpan<double> values, string name)
    {
        foreach (double value in values)
            if (!(value is >= 0 and <= 1)) throw new ArgumentException($"The value {value} is not in [0,1].", name);
    }

    /// <summary>Refuses what is no distribution: a value outside [0,1], or a sum that is not 1 within 1e-4.</summary>
    public static void Distribution(ReadOnlySpan<double> values, string name)
    {
        Share(values, name);
        double sum = 0;
        foreach (double value in values) sum += value;
        if (Math.Abs(sum - 1) > SumTolerance) throw new ArgumentException($"The probabilities sum to {sum}, not to 1.", name);
    }

    /// <summary>Refuses a level of confidence outside (0,1).</summary>
    public static void Level(double level)
    {
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level of confidence lies between 0 and 1.");
    }
}
