namespace Ucam;

/// <summary>How many dropout passes, and how many at a time.</summary>
public sealed record MonteCarloDropoutOptions
{
    /// <summary>T, 1 to 10,000.</summary>
    public int Passes { get; init; } = 50;

    /// <summary>Numbers in the repeated input of one forward, ≥ 1; a chunk holds at least one pass. Does not change the result.</summary>
    public long ElementsAtOnce { get; init; } = 4_000_000;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UcamException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        if (Passes is < 1 or > 10_000)
            throw new UcamException($"{nameof(Passes)} is {Passes}; it must be from 1 to 10,000.") { Field = nameof(Passes) };
        if (ElementsAtOnce < 1)
            throw new UcamException($"{nameof(ElementsAtOnce)} is {ElementsAtOnce}; it must be at least 1.") { Field = nameof(ElementsAtOnce) };
    }
}
