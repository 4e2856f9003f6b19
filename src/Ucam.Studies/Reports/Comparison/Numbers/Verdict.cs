namespace Ucam.Studies.Reports.Comparison.Numbers;

/// <summary>What the numbers say of a claim.</summary>
internal enum Finding
{
    /// <summary>Nothing of it was measured.</summary>
    NotMeasured,

    /// <summary>Neither shown nor the opposite.</summary>
    NotShown,

    /// <summary>Shown.</summary>
    Shown,

    /// <summary>The opposite is what the numbers say.</summary>
    Opposite,
}

/// <summary>The rules by which numbers become words. They are strict on purpose: what is not shown is called not shown.</summary>
internal static class Verdict
{
    /// <summary>Level of every test.</summary>
    public const double Level = 0.05;

    /// <summary>Seeds below which every verdict is called preliminary.</summary>
    public const int EnoughSeeds = 5;

    /// <summary>
    /// One metric: shown if the pooled paired interval excludes 0 in the good direction and Friedman's p is below the level; the
    /// opposite if it excludes 0 in the bad direction, whatever Friedman says.
    /// </summary>
    public static Finding Of(PairedSummary paired, Contrast contrast, RankSummary ranks)
    {
        PairedLine pool = paired.Find(contrast, null);
        if (pool.Pairs == 0) return Finding.NotMeasured;
        if (!(pool.Low > 0 || pool.High < 0)) return Finding.NotShown;
        if (!paired.Better(pool.Mean)) return Finding.Opposite;
        return ranks.Covers(contrast) && ranks.P < Level ? Finding.Shown : Finding.NotShown;
    }

    /// <summary>
    /// One metric over methods: shown if it is shown in the pool, at least two and more than half of the methods gain
    /// significantly and none loses; the opposite if more than half lose and none gains.
    /// </summary>
    public static Finding OverMethods(Finding pool, (int Gains, int Losses, int Neither) counts)
    {
        if (pool == Finding.NotMeasured) return Finding.NotMeasured;
        int methods = counts.Gains + counts.Losses + counts.Neither;
        if (pool == Finding.Shown && counts.Gains >= 2 && 2 * counts.Gains > methods && counts.Losses == 0) return Finding.Shown;
        return 2 * counts.Losses > methods && counts.Gains == 0 ? Finding.Opposite : Finding.NotShown;
    }

    /// <summary>A claim from its metrics: shown if all that were measured are; the opposite if one is and none is shown.</summary>
    public static Finding Together(IReadOnlyList<Finding> findings)
    {
        Finding[] measured = [.. findings.Where(f => f != Finding.NotMeasured)];
        if (measured.Length == 0) return Finding.NotMeasured;
        if (measured.All(f => f == Finding.Shown)) return Finding.Shown;
        return measured.Contains(Finding.Opposite) && !measured.Contains(Finding.Shown) ? Finding.Opposite : Finding.NotShown;
    }

    /// <summary>A finding in words.</summary>
    public static string Word(Finding finding) => finding switch
    {
        Finding.Shown => "shown",
        Finding.Opposite => "the opposite",
        Finding.NotShown => "not shown",
        _ => "not measured",
    };
}
