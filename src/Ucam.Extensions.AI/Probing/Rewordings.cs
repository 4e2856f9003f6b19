namespace Ucam.Extensions.AI.Probing;

/// <summary>The same question in other words that need no knowledge of it.</summary>
internal static class Rewordings
{
    private static readonly Func<string, string>[] All =
    [
        question => question.TrimEnd('?', '.', ' ') is { Length: > 0 } bare ? char.ToLowerInvariant(bare[0]) + bare[1..] : question,
        question => $"Look at the picture. {question}",
        question => $"{question} Answer by what the picture shows.",
        question => $"Please tell me: {char.ToLowerInvariant(question[0])}{question[1..]}",
        question => $"A question about this picture: {question}",
    ];

    /// <summary>How many there are.</summary>
    public static int Count => All.Length;

    /// <summary>At most so many.</summary>
    public static IReadOnlyList<string> Of(string question, int most) => [.. All.Take(most).Select(reword => reword(question))];
}
