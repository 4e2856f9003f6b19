using System.Globalization;

namespace Ucam.Certainty;

/// <summary>Shares in words, the same wherever one is told.</summary>
internal static class ShareWords
{
    private const int MostDecimals = 9;

    /// <summary>How likely something is: "94 %". Nothing is certain, so that "over 99 %" and "under 1 %" are its ends.</summary>
    public static string Likely(double probability) => probability switch
    {
        > 0.99 => "over 99 %",
        < 0.01 => "under 1 %",
        _ => string.Create(CultureInfo.InvariantCulture, $"{probability * 100:0} %"),
    };

    /// <summary>A share of what was counted or promised, rounded down, so that it is not told as more than it is: "98 %".</summary>
    public static string Least(double share, int decimals = 0)
    {
        double scale = Math.Pow(10, decimals);
        // 0.29 times 100 is a little less than 29.
        double floor = Math.Floor(100 * share * scale + (decimals == 0 ? 1e-9 : 0)) / scale;
        return floor.ToString($"F{decimals}", CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>How likely something is and the threshold above it, with as many decimals as it takes to tell them apart.</summary>
    public static (string Likely, string Threshold) Below(double probability, double threshold)
    {
        int decimals = 0;
        while (decimals < MostDecimals && Least(probability, decimals) == Least(threshold, decimals)) decimals++;
        bool isEnd = decimals == 0 && probability is > 0.99 or < 0.01;
        return (isEnd ? Likely(probability) : Least(probability, decimals), Least(threshold, decimals));
    }
}
