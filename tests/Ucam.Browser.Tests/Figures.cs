using System.Globalization;

namespace Ucam.Browser.Tests;

/// <summary>Prints what was measured.</summary>
internal static class Figures
{
    /// <summary>A line with the median and the value that 95 % stay below.</summary>
    public static void Told(string what, double[] values, string unit)
    {
        double[] rising = [.. values.Order()];
        double At(double share) => rising.Length == 0 ? double.NaN : rising[Math.Min(rising.Length - 1, (int)(share * rising.Length))];
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: p50 {At(0.5):F1} {unit}, p95 {At(0.95):F1} {unit} ({values.Length})"));
    }
}
