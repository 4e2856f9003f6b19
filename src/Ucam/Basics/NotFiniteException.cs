namespace Ucam;

/// <summary>A training, or what it reads, came to a number that is NaN or infinite.</summary>
/// <param name="what">What is not finite, as the subject of a sentence: "the loss".</param>
/// <param name="advice">What to do about it; empty where the training knows better.</param>
/// <param name="message">The whole line.</param>
internal sealed class NotFiniteException(string what, string advice, string message) : UcamException(message)
{
    /// <summary>A line of both.</summary>
    public NotFiniteException(string what, string advice) : this(what, advice, $"{what} is not a finite number; {advice}.")
    {
    }

    /// <summary>What is not finite, as the subject of a sentence.</summary>
    public string What => what;

    /// <summary>What to do about it; empty where the training knows better.</summary>
    public string Advice => advice;
}
