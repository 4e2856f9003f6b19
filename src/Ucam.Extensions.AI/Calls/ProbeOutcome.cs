namespace Ucam.Extensions.AI;

/// <summary>What became of a call.</summary>
public enum ProbeOutcome
{
    /// <summary>It was answered.</summary>
    Answered,

    /// <summary>The model declined to answer.</summary>
    Refused,

    /// <summary>An answer without words.</summary>
    Empty,

    /// <summary>It took too long.</summary>
    TimedOut,

    /// <summary>The model told it to come again, more often than it was asked to.</summary>
    RateLimited,

    /// <summary>It failed otherwise.</summary>
    Failed,

    /// <summary>It was not made: the budget was spent.</summary>
    NotMade,
}
