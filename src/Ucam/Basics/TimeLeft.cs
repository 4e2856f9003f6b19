namespace Ucam;

/// <summary>Time to the end of long work, for people.</summary>
internal static class TimeLeft
{
    /// <summary>For example "00:12:30 left"; hours go on past a day.</summary>
    public static string InWords(TimeSpan left, bool atMost = false) =>
        FormattableString.Invariant($"{(atMost ? "at most " : "")}{(long)left.TotalHours:00}:{left:mm\\:ss} left");
}
