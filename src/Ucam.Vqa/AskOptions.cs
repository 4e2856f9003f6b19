using Ucam.Vqa.Asking;

namespace Ucam.Vqa;

/// <summary>How a question is answered.</summary>
public sealed record AskOptions
{
    /// <summary>T, dropout passes, 1 to 10,000; 0 for one pass without dropout, whose doubt is not parted into data and model.</summary>
    public int Passes { get; init; } = 50;

    /// <summary>Which dropout sites are on.</summary>
    public McMode Mode { get; init; } = McMode.Head;

    /// <summary>Drives the dropout masks and the noise: the same seed gives the same numbers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Number of candidate answers returned, ≥ 1.</summary>
    public int Candidates { get; init; } = 5;

    /// <summary>The maps to compute; empty for none.</summary>
    public IReadOnlyList<MapKind> Maps { get; init; } = [MapKind.Attention, MapKind.UCam];

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UcamException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        if (Passes is < 0 or > 10_000)
            throw new UcamException($"{nameof(Passes)} is {Passes}; it must be from 0 to 10,000.") { Field = nameof(Passes) };
        foreach (MapKind kind in Maps) _ = VqaExplanation.MethodOf(kind);
        if (Candidates < 1) throw new UcamException($"{nameof(Candidates)} is {Candidates}; it must be at least 1.") { Field = nameof(Candidates) };
    }
}
