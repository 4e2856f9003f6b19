namespace Ucam.Studies;

/// <summary>How sure an answer is, in four steps to act on: by how likely it is right where that is known, else by its doubt.</summary>
public enum Sureness
{
    /// <summary>Such held-out answers were right 19 times in 20 or oftener; by the doubt, fewer than 1.35 equally likely answers.</summary>
    Sure,

    /// <summary>Right 4 times in 5 or oftener; fewer than 1.75.</summary>
    FairlySure,

    /// <summary>Right every second time or oftener; fewer than 3.5, or the picture is unlike the training data or a word is unknown.</summary>
    Unsure,

    /// <summary>Right less often: close to a guess; 3.5 or more.</summary>
    Guessing,
}
