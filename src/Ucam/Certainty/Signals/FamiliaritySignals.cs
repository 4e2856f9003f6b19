namespace Ucam.Certainty.Signals;

/// <summary>How far picture and question are from what the model learned.</summary>
internal static class FamiliaritySignals
{
    public const string Group = "familiarity";

    private const string Picture = "unfamiliarity", Gaze = "unfamiliar-gaze", Match = "mismatch";

    public static IReadOnlyList<CertaintySignal> All { get; } =
    [
        new(Picture, Group, -1, x => x.Unfamiliarity)
        { TellsKind = true, Against = "the picture is unlike those it learned from", For = "the picture is like those it learned from" },
        new(Gaze, Group, -1, x => x.UnfamiliarGaze)
        { TellsKind = true, Against = "what it looked at is unlike what it learned", For = "what it looked at is like what it learned" },
        new(Match, Group, -1, x => x.Mismatch)
        {
            TellsKind = true,
            TellsPair = true,
            Against = "the question does not seem to be about this picture",
            For = "what the question is about is in the picture",
        },
        new("unknown-words", Group, -1, x => x.UnknownWords)
        { TellsKind = true, Against = "it does not know all words of the question", For = "it knows all words of the question" },
    ];

    /// <summary>The signal among some that a model cannot give without what it takes; null for none.</summary>
    public static string? Lacking(IReadOnlyList<string> signals, (bool Pictures, bool Gaze, bool Match) given)
    {
        (string Signal, bool IsThere)[] needed = [(Picture, given.Pictures), (Gaze, given.Gaze), (Match, given.Match)];
        return needed.FirstOrDefault(need => !need.IsThere && signals.Contains(need.Signal)).Signal;
    }
}
