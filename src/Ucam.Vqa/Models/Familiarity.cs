namespace Ucam.Vqa;

/// <summary>How far a picture and a question lie from what the model was trained on.</summary>
/// <param name="Score">Share of held-out training-like pictures that are less unusual than this one, in [0,1].</param>
/// <param name="Distance">The distance behind the score (Mahalanobis, in standard deviations).</param>
/// <param name="IsUnfamiliar">Whether the answer should not be trusted on this ground: the picture is strange, or no word is known.</param>
/// <param name="UnknownWords">Words of the question that the model never saw, in order.</param>
/// <param name="Note">One sentence for the reader; null where nothing is unusual.</param>
public sealed record Familiarity(double Score, double Distance, bool IsUnfamiliar, IReadOnlyList<string> UnknownWords, string? Note)
{
    /// <summary>Whether the picture is of another kind altogether than those that the model saw.</summary>
    internal bool IsFar { get; init; }

    /// <summary>Whether picture or question are outside what the model learned, so that its doubt cannot be parted into data and model.</summary>
    internal bool IsOutside => IsUnfamiliar || UnknownWords.Count > 0;
}
