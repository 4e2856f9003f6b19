namespace Ucam.Extensions.AI;

/// <summary>What a call was for.</summary>
public enum ProbeKind
{
    /// <summary>The answer itself, asked as the caller did.</summary>
    Answer,

    /// <summary>The same once more, drawn at a temperature.</summary>
    Sample,

    /// <summary>The question in other words, at the temperature 0.</summary>
    Rewording,

    /// <summary>A picture that was changed a little, at the temperature 0.</summary>
    PictureChange,

    /// <summary>A blank picture: what the question alone suggests, at the temperature 0.</summary>
    Blind,
}

/// <summary>One call and what became of it.</summary>
/// <param name="Kind">What it was for.</param>
/// <param name="Variation">What was different: the seed, the question or the picture's change.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Text">What came back; empty where nothing did.</param>
/// <param name="Meaning">The group of answers that mean the same, from 0; −1 where there is no answer.</param>
public sealed record Probe(ProbeKind Kind, string Variation, ProbeOutcome Outcome, string Text, int Meaning)
{
    /// <summary>What the client tells of the answer's probability; null where it tells nothing.</summary>
    public AnswerLikelihood? Likelihood { get; init; }

    /// <summary>What went wrong, in one line; null where nothing did.</summary>
    public string? Problem { get; init; }
}
