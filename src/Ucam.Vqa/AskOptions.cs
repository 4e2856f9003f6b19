using Ucam.Vqa.Asking;

namespace Ucam.Vqa;

/// <summary>How a question is answered.</summary>
public sealed record AskOptions : ICrossChecked
{
    /// <summary>T, dropout passes, 0 to 10,000; 0 is one pass without dropout, whose doubt is not parted into data and model.</summary>
    [From(0, 10_000)]
    public int Passes { get; init; } = 50;

    /// <summary>Which dropout sites are on.</summary>
    public McMode Mode { get; init; } = McMode.Head;

    /// <summary>Drives the dropout masks and the noise: the same seed gives the same numbers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Number of candidate answers returned, ≥ 1.</summary>
    [AtLeast(1)]
    public int Candidates { get; init; } = 5;

    /// <summary>The maps to compute; empty for none.</summary>
    public IReadOnlyList<MapKind> Maps { get; init; } = [MapKind.Attention, MapKind.Certainty, MapKind.Doubt];

    /// <summary>
    /// Whether <see cref="Answer.DoubtShares"/> and <see cref="Answer.WordDoubt"/> are found too, which runs the head some hundred times more.
    /// </summary>
    public bool DoubtShares { get; init; }

    void ICrossChecked.Check(SettingsPlace at)
    {
        foreach (MapKind kind in Maps) _ = VqaExplanation.MethodOf(kind);
    }
}
