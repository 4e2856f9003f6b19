namespace Ucam.Studies.Comparison.Judging;

/// <summary>A way to tell how likely an answer is right, fitted on held-out questions alone.</summary>
/// <param name="Name">Short lower-case name, in certainty.csv.</param>
/// <param name="Title">The same for people.</param>
/// <param name="Judge">Confidences in the answers of a cell.</param>
internal sealed record CellJudge(string Name, string Title, Func<JudgedCell, Confidences> Judge)
{
    /// <summary>Whether it is asked about the answers of twice as many passes: what more than the cost of the gradients buys otherwise.</summary>
    public bool TwicePasses { get; init; }

    /// <summary>Whether it is from the literature, to compare with.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>
    /// What it costs where it takes more networks or the training questions, and is asked only where a recipe names it; null for one that is
    /// always asked.
    /// </summary>
    public string? Cost { get; init; }

    /// <summary>Groups of certainty signals that it sees beside those of the passes; an image classifier has the gradient's alone.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Seeds whose networks it takes, the cell's own among them.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Networks that it takes which saw a part of the training pictures.</summary>
    public int Peers { get; init; }
}
