namespace Ucam.Uncertainty;

/// <summary>Splits T passes into chunks of bounded memory.</summary>
internal static class PassChunks
{
    /// <summary>Sizes of the chunks, which add up to the passes; each holds at least one pass, however large.</summary>
    public static IEnumerable<int> Of(int passes, long elementsPerPass, long elementsAtOnce)
    {
        int most = (int)Math.Clamp(elementsAtOnce / Math.Max(1, elementsPerPass), 1, passes);
        for (int done = 0; done < passes; done += most) yield return Math.Min(most, passes - done);
    }
}
