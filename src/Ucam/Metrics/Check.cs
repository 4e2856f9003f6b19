namespace Ucam.Metrics;

/// <summary>The conditions every metric puts on its input.</summary>
internal static class Check
{
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
}
