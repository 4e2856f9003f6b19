namespace Ucam.Web.Reviewing;

/// <summary>What a reviewer says of an answer.</summary>
internal enum Verdict
{
    /// <summary>It is right.</summary>
    Accept,

    /// <summary>It is wrong, or the question cannot be answered.</summary>
    Reject,

    /// <summary>It is wrong, and the right one is given.</summary>
    Correct,
}

/// <summary>A decision as it is kept.</summary>
/// <param name="Sequence">Its number; later ones are higher.</param>
/// <param name="Row">The key of the row: the same whenever the same answer is reviewed.</param>
/// <param name="Verdict">What was decided.</param>
/// <param name="Answer">The right answer, of a correction; null otherwise.</param>
/// <param name="At">When, UTC.</param>
internal sealed record Decision(long Sequence, string Row, Verdict Verdict, string? Answer, DateTimeOffset At);
