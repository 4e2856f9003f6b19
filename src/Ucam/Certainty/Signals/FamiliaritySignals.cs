namespace Ucam.Certainty.Signals;

/// <summary>How far picture and question are from what the model learned.</summary>
internal static class FamiliaritySignals
{
    public const string Group = "familiarity";

    private const string Picture = "unfamiliarity", Gaze = "unfamiliar-gaze";

    public static IReadOnlyList<CertaintySignal> All { get; } =
    [
        new(Picture, Group, -1, x => x.Unfamiliarity)
        { TellsKind = true, Against = "the picture is unlike those it learned from", For = "the picture is like those it learned from" },
        new(Gaze, Group, -1, x => x.UnfamiliarGaze)
        { TellsKind = true, Against = "what it looked at is unlike what it learned", For = "what it looked at is like what it learned" },
        new("unknown-words", Group, -1, x => x.UnknownWords)
        { TellsKind = true, Against = "it does not know all words of the question", For = "it knows all words of the question" },
    ];

    /// <summary>The signal among some that a model cannot give without what it takes; null for none.</summary>
    public static string? Lacking(IReadOnlyList<string> signals, bool hasPictures, bool hasGaze) =>
        !hasPictures && signals.Contains(Picture) ? Picture : !hasGaze && signals.Contains(Gaze) ? Gaze : null;
}
