namespace Ucam.Studies.Trusting;

/// <summary>Numbers in the words of the report.</summary>
internal static class TrustWords
{
    /// <summary>A share: "93.0 %"; "–" where it is undefined.</summary>
    public static string Percent(double share) => double.IsNaN(share) ? "–" : $"{Decimals(share * 100, 1)} %";

    /// <summary>A level that was asked for: "5 %", "0.5 %".</summary>
    public static string Level(double share) => FormattableString.Invariant($"{share * 100:G6} %");

    /// <summary>The same as a part of a metric's name: "5", "0.5".</summary>
    public static string Key(double share) => FormattableString.Invariant($"{share * 100:G6}");

    /// <summary>A number; "–" where it is undefined.</summary>
    public static string Decimals(double value, int decimals = 3) => CompareMetric.Text(value, decimals);
}
