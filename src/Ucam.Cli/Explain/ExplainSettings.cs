namespace Ucam.Cli.Explain;

/// <summary>What was asked for, the same for every picture.</summary>
internal sealed record ExplainSettings
{
    /// <summary>The maps in the order given; empty for the model's usual ones.</summary>
    public IReadOnlyList<ExplanationEntry> Maps { get; init; } = [];

    /// <summary>Whether all maps are made that apply.</summary>
    public bool All { get; init; }

    /// <summary>Whether they are the usual ones, none having been named.</summary>
    public bool AreUsual { get; init; }

    /// <summary>What is explained; see <see cref="TargetText"/>.</summary>
    public string Target { get; init; } = TargetText.Answer;

    public string? Layer { get; init; }

    /// <summary>Dropout passes that a target is the mean over.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>Dropout passes for the spread of each map; 0 for none.</summary>
    public int Spread { get; init; }

    /// <summary>Whether insertion and deletion are measured.</summary>
    public bool Metrics { get; init; }

    public int Seed { get; init; } = 1;

    public ColourMap Colours { get; init; } = ColourMap.Viridis;

    public bool Contours { get; init; }

    public ExplainerOptions Options => new() { Passes = Passes, Seed = Seed };
}
