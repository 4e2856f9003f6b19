using Ucam.Uncertainty;

namespace Ucam.Certainty.Signals;

/// <summary>The blind contrast: what the question alone suggests, and what the picture adds to it.</summary>
internal static class BlindSignals
{
    public const string Group = "blind";

    public static CertaintySignal Gain { get; } = new("picture-gain", Group, 0,
        x => x.Blind is { } blind ? x.LogOfAnswer(x.Probabilities) - x.LogOfAnswer(blind) : null)
    { Against = "the picture adds little to what the question suggests", For = "the picture, not the question, suggests it", Leans = 1 };

    public static CertaintySignal Probability { get; } = new("blind-probability", Group, 0,
        x => x.Blind is { } blind ? x.LogOfAnswer(blind).exp() : null)
    { Against = "questions like this have many answers", For = "it is what one would guess without looking", Leans = 1 };

    public static CertaintySignal Entropy { get; } = new("blind-entropy", Group, 0, x => x.Blind is { } blind ? Nats.Entropy(blind) : null)
    { Against = "it is a kind of question that it often gets wrong", For = "it is a kind of question that it mostly gets right" };
}
