namespace Ucam;

/// <summary>How many dropout passes, and how many at a time.</summary>
public sealed record MonteCarloDropoutOptions
{
    /// <summary>T, 1 to 10,000.</summary>
    [From(1, 10_000)]
    public int Passes { get; init; } = 50;

    /// <summary>Numbers in the repeated input of one forward, ≥ 1; a chunk holds at least one pass. Does not change the result.</summary>
    [AtLeast(1)]
    public long ElementsAtOnce { get; init; } = 4_000_000;
}
