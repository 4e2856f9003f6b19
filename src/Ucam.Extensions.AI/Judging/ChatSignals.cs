namespace Ucam.Extensions.AI.Judging;

/// <summary>What calls tell about whether an answer is right, as certainty signals. A new one is a line here.</summary>
internal static class ChatSignals
{
    private const double Least = 1e-3;

    private static readonly (CertaintySignal Signal, Func<ChatProbes, double> Of)[] Own =
    [
        (Signal("sample-agreement", "samples", 1, 1, "asked again it answers otherwise", "asked again it answers the same"),
            x => x.Mean(ProbeKind.Sample, belief => belief.Own == x.Answer ? 1 : 0)),
        (Signal("semantic-entropy", "samples", -1, -1, "its answers have several meanings", "its answers all mean the same"),
            x => x.SemanticEntropy),
        (Signal("answer-probability", "tokens", 1, 1, "it gives its answer little probability", "it gives its answer a high probability"),
            x => x.AnswerProbability),
        (Signal("answer-margin", "tokens", 1, 1, "another answer is almost as probable", "no other answer is nearly as probable"),
            x => x.OfAnswer(belief => belief.Margin)),
        (Signal("answer-entropy", "tokens", 0, -1, "it holds several answers for possible", "it holds hardly another answer for possible"),
            x => x.OfAnswer(belief => belief.Entropy)),
        (Signal("reworded-agreement", "rewordings", 1, 1, "in other words it answers otherwise", "in other words it answers the same"),
            x => x.Mean(ProbeKind.Rewording, belief => belief.Of(x.Answer))),
        (Signal("wording-doubt", "rewordings", 0, -1, "the answer hangs on the words of the question", "the answer does not hang on the words"),
            x => x.Spread(ProbeKind.Rewording)),
        (Signal("picture-agreement", "pictures", 1, 1, "after a small change of the picture it answers otherwise",
            "after small changes of the picture it answers the same"), x => x.Mean(ProbeKind.PictureChange, belief => belief.Of(x.Answer))),
        (Signal("picture-doubt", "pictures", 0, -1, "the answer hangs on details of the picture",
            "the answer does not hang on details of the picture"), x => x.Spread(ProbeKind.PictureChange)),
        (Signal("blank-gain", "blank", 0, 1, "the picture adds little to what the question suggests",
            "the picture, not the question, suggests it"), x => Math.Log(x.Seen + Least) - Math.Log(x.Blank + Least)),
        (Signal("blank-probability", "blank", 0, 1, "questions like this have many answers", "it is what one would guess without looking"),
            x => x.Blank),
        (Signal("blank-entropy", "blank", 0, 0, "it is a kind of question that it often gets wrong",
            "it is a kind of question that it mostly gets right"), x => x.BlankEntropy),
    ];

    static ChatSignals()
    {
        foreach ((CertaintySignal signal, _) in Own) CertaintySignals.Add(signal);
    }

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Own.Select(signal => signal.Signal.Name)];

    /// <summary>The signals of an answer's calls; NaN where one is not known.</summary>
    public static IReadOnlyDictionary<string, double> Of(ChatProbes probes) =>
        Own.ToDictionary(signal => signal.Signal.Name, signal => signal.Of(probes));

    // No tensors tell them.
    private static CertaintySignal Signal(string name, string group, int direction, int leans, string against, string speaksFor) =>
        new(name, group, direction, _ => null) { Against = against, For = speaksFor, Leans = leans };
}
