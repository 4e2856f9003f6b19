namespace Ucam.Studies;

/// <summary>How sure an answer is, in four steps that a person can act on.</summary>
public enum Sureness
{
    /// <summary>Fewer than 1.35 equally likely answers.</summary>
    Sure,

    /// <summary>Fewer than 1.75.</summary>
    FairlySure,

    /// <summary>Fewer than 3.5, or the picture is unlike the training data or a word is unknown.</summary>
    Unsure,

    /// <summary>3.5 or more: close to a guess.</summary>
    Guessing,
}
