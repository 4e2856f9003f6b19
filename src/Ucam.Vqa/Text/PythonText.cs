using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ucam.Vqa.Text;

/// <summary>
/// The string functions of Python 3 (str.strip, str.split, str.lower, \d of re) where they differ from .NET's: the official VQA
/// evaluation is a Python program, and an answer is right or wrong by what these make of it.
/// </summary>
internal static class PythonText
{
    private const char CapitalSigma = 'Σ', FinalSigma = 'ς';

    // Word_Break of MidLetter, MidNumLet or Single_Quote, which Unicode counts as case-ignorable besides marks and modifiers.
    private static readonly SearchValues<char> IgnoredForCase =
        SearchValues.Create("'.:·\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A");

    /// <summary>White space for strip and split: .NET's and the four separators U+001C to U+001F.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    /// <summary>The text without white space at its ends.</summary>
    public static string Strip(string text)
    {
        int from = 0, to = text.Length;
        while (from < to && IsSpace(text[from])) from++;
        while (to > from && IsSpace(text[to - 1])) to--;
        return text[from..to];
    }

    /// <summary>The parts between white space, none of them empty.</summary>
    public static List<string> Split(string text)
    {
        List<string> words = [];
        for (int at = 0; at < text.Length;)
        {
            if (IsSpace(text[at]))
            {
                at++;
                continue;
            }
            int end = at;
            while (end < text.Length && !IsSpace(text[end])) end++;
            words.Add(text[at..end]);
            at = end;
        }
        return words;
    }

    /// <summary>Whether a decimal digit of any script begins at a place; false behind the end.</summary>
    public static bool DigitAt(string text, int at) =>
        at < text.Length && Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out _) == OperationStatus.Done && IsDigit(rune);

    /// <summary>Whether a decimal digit of any script ends before a place.</summary>
    public static bool DigitBefore(string text, int at) =>
        Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out Rune rune, out _) == OperationStatus.Done && IsDigit(rune);

    /// <summary>Lower case by Unicode's full mapping: İ becomes i with a dot above, and Σ ends a word as ς.</summary>
    public static string Lower(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        string lower = text.Contains(CapitalSigma) ? WithFinalSigmas(text) : text;
        return lower.Replace("İ", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();
    }

    private static bool IsDigit(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber;

    private static string WithFinalSigmas(string text)
    {
        var result = new StringBuilder(text);
        for (int i = 0; i < text.Length; i++)
            if (text[i] == CapitalSigma && CasedBefore(text, i) && !CasedBehind(text, i + 1)) result[i] = FinalSigma;
        return result.ToString();
    }

    private static bool CasedBefore(string text, int at)
    {
        while (at > 0)
        {
            Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out Rune rune, out int used);
            if (!IsIgnoredForCase(rune)) return IsCased(rune);
            at -= used;
        }
        return false;
    }

    private static bool CasedBehind(string text, int at)
    {
        while (at < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out int used);
            if (!IsIgnoredForCase(rune)) return IsCased(rune);
            at += used;
        }
        return false;
    }

    private static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool IsIgnoredForCase(Rune rune) => (rune.IsBmp && IgnoredForCase.Contains((char)rune.Value)) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter
            or UnicodeCategory.ModifierSymbol;
}
