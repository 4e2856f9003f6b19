using Ucam.Studies;
using Ucam.Studies.Reports;
using Ucam.Vqa;

namespace Ucam.Cli.Ask;

/// <summary>An answer's lines of text, the same wherever one is printed.</summary>
internal static class AnswerText
{
    private const int Others = 3;

    /// <summary>The answer first, how likely it is right and why, then its doubt and the other candidates.</summary>
    public static IEnumerable<string> Lines(Answer answer)
    {
        if (InWords.Warning(answer) is { } warning) yield return "! " + warning;
        foreach (string line in Lead(answer)) yield return line;
        if (InWords.Set(answer) is { } set) yield return "  " + set;
        yield return "  " + DoubtWords.Doubt(answer);
        foreach (string line in Shares(answer)) yield return "  " + line;
        if (Candidates(answer) is { } candidates) yield return "  " + candidates;
    }

    /// <summary>The answer, how likely it is right and why, and nothing else.</summary>
    public static IEnumerable<string> Lead(Answer answer)
    {
        yield return Head(answer);
        if (InWords.Reason(answer) is { } reason) yield return "  " + reason;
    }

    /// <summary>"red   right with 94 %: sure (98 of 100 answers called so ...)"; the answer's probability where that is not known.</summary>
    private static string Head(Answer answer)
    {
        string word = InWords.Word(InWords.Sureness(answer));
        if (InWords.Right(answer) is not { } right) return $"{answer.Text} ({answer.Probability:P0})  {word}";
        return $"{answer.Text}   {right}: {word}" + (answer.Certainty.Worth.Length > 0 ? $" ({answer.Certainty.Worth})" : "");
    }

    /// <summary>What gave and took the doubt, and what each word did; none where it was not asked for.</summary>
    public static IEnumerable<string> Shares(Answer answer)
    {
        if (DoubtWords.Parts(answer) is not { } parts) yield break;
        yield return parts;
        yield return "words: " + string.Join(", ", answer.WordDoubt.Select(word => $"{word.Key} {DoubtWords.Change(word.Value)}"));
    }

    // The answer's own probability stands in its first line where nothing better does.
    private static string? Candidates(Answer answer)
    {
        bool known = answer.Certainty.IsKnown;
        string[] told = [.. answer.Candidates.Skip(known ? 0 : 1).Take(known ? Others + 1 : Others).Select(c => $"{c.Text} {c.Probability:P0}")];
        return told.Length == 0 ? null : (known ? "candidates " : "also ") + string.Join(", ", told);
    }
}
