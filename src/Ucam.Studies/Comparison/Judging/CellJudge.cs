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
}
