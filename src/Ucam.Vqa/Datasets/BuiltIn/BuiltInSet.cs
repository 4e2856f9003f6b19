namespace Ucam.Vqa.Datasets.BuiltIn;

/// <summary>A set that the library makes, by name.</summary>
/// <param name="Name">Short lower-case name, as in recipes and options.</param>
/// <param name="About">What it makes, in one line.</param>
/// <param name="Size">Side of its pictures in pixels where nobody says otherwise.</param>
/// <param name="Open">Gets it ready, from the files it is made of where somebody named some.</param>
internal sealed record BuiltInSet(string Name, string About, int Size, Func<string?, SetMaker> Open)
{
    /// <summary>The files that it is made of, in words; null where it is drawn from nothing.</summary>
    public string? Source { get; init; }

    /// <summary>Whether it cannot be made without them.</summary>
    public bool NeedsSource { get; init; }

    /// <summary>Whether its tests have one question a picture, however many are asked for.</summary>
    public bool TestsAskOnce { get; init; }

    /// <summary>What texts call it where its tests know where doubt comes from; null for the others.</summary>
    public string? KnowsDoubtAs { get; init; }

    /// <summary>The set whose training and validation it has; null where it has its own.</summary>
    public string? TrainedOn { get; init; }

    /// <summary>The name of a file that belongs to an archive and lies beside it.</summary>
    public string? Beside { get; init; }

    /// <summary>A name that recipes were written with; fingerprints of their runs hold it.</summary>
    public string? Formerly { get; init; }
}
