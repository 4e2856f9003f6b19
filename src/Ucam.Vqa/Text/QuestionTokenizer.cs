using System.Text;

namespace Ucam.Vqa.Text;

/// <summary>
/// Splits a question into words as VQA models do (pytorch-vqa's data.py, after the VQA tools): lower case; apostrophes,
/// hyphens and thousands commas inside a word are dropped and join its parts ("what's" → "whats", "t-shirt" → "tshirt",
/// "1,000" → "1000"). Unlike there, every other mark separates words ("red/blue" is two), and letters and digits of all
/// scripts are kept.
/// </summary>
internal static class QuestionTokenizer
{
    /// <summary>The words of a question, in order; empty where it has none.</summary>
    public static IReadOnlyList<string> Tokenize(string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var words = new List<string>();
        var word = new StringBuilder();
        char before = ' ';
        for (int at = 0; at < question.Length;)
        {
            Rune.DecodeFromUtf16(question.AsSpan(at), out var rune, out int used);
            char next = at + used < question.Length ? question[at + used] : ' ';
            if (IsWordPart(rune)) word.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (!Joins(rune.Value, before, next)) Finish(word, words);
            before = question[at];
            at += used;
        }
        Finish(word, words);
        return words;
    }

    private static bool IsWordPart(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
        System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static bool Joins(int mark, char before, char next) => mark switch
    {
        '\'' or '’' or '-' or '‐' or '‑' => true,
        ',' => char.IsAsciiDigit(before) && char.IsAsciiDigit(next),
        _ => false,
    };

    private static void Finish(StringBuilder word, List<string> words)
    {
        if (word.Length == 0) return;
        words.Add(word.ToString());
        word.Clear();
    }
}
