using System.Text;

namespace Ucam.Text;

/// <summary>
/// The answer normalisation of the official VQA evaluation (GT-Vision-Lab/VQA, vqaEvaluation/vqaEval.py): punctuation,
/// number words up to ten, articles, contractions, lower case. "None" becomes "0", as there.
/// </summary>
public static class AnswerNormalizer
{
    private const string Marks = ";/[]\"{}()=+\\_-><@`,?!";
    private static readonly string[] NumberWords = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>Normalises an answer; the result may be empty ("the", "?"). Normalising twice changes nothing more.</summary>
    public static string Normalize(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Words(Punctuation(answer.Replace('\n', ' ').Replace('\t', ' ').Trim()));
    }

    /// <summary>
    /// Removes punctuation: a mark that stands beside a space anywhere in the text, or any mark of a text with a comma
    /// between digits, is deleted; another becomes a space; a full stop goes unless a digit follows.
    /// </summary>
    internal static string Punctuation(string text)
    {
        bool thousands = HasThousandsComma(text);
        var result = new StringBuilder(text);
        foreach (char mark in Marks)
        {
            if (!text.Contains(mark)) continue;
            if (thousands || text.Contains($"{mark} ") || text.Contains($" {mark}")) result.Replace(mark.ToString(), "");
            else result.Replace(mark, ' ');
        }
        return WithoutFullStops(result.ToString());
    }

    private static string WithoutFullStops(string text)
    {
        if (!text.Contains('.')) return text;
        return string.Concat(text.Where((c, i) => c != '.' || (i + 1 < text.Length && char.IsDigit(text[i + 1]))));
    }

    private static string Words(string text)
    {
        var words = text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Select(Digits).Where(word => word is not ("a" or "an" or "the")).Select(Contractions.Spell));
    }

    private static string Digits(string word)
    {
        if (word == "none") return "0";
        int number = Array.IndexOf(NumberWords, word);
        return number < 0 ? word : number.ToString();
    }

    private static bool HasThousandsComma(string text)
    {
        for (int i = 1; i + 1 < text.Length; i++)
            if (text[i] == ',' && char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1])) return true;
        return false;
    }
}
