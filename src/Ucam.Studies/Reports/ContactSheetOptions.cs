using Ucam.Vqa;

namespace Ucam.Studies;

/// <summary>How a <see cref="ContactSheet"/> looks.</summary>
public sealed record ContactSheetOptions
{
    /// <summary>A small line above the heading, such as the file's name; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>What was asked; empty for no heading.</summary>
    public string Heading { get; init; } = "";

    /// <summary>What the model answered, drawn below the heading with how likely it is right and why; null for none.</summary>
    public Answer? Answer { get; init; }

    /// <summary>What is explained, below heading and answer; empty for none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Colours of every map of the sheet: viridis, which reads the same without colour vision.</summary>
    public ColourMap Colours { get; init; } = ColourMap.Viridis;

    /// <summary>Lines at <see cref="Levels"/> on the bare picture instead of colours over it.</summary>
    public bool Contours { get; init; }

    /// <summary>Where the lines are, each above 0 and at most 1.</summary>
    [Count(1), Above(0, AtMost = 1)]
    public IReadOnlyList<double> Levels { get; init; } = [0.5, 0.8];

    /// <summary>Pictures in a row, the bare one included, 2 to 12.</summary>
    [From(2, 12)]
    public int Columns { get; init; } = 5;
}
