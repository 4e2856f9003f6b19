using System.Text;

namespace Ucam.Vqa.Text;

/// <summary>
/// The answer normalisation of the official VQA evaluation (GT-Vision-Lab/VQA, vqaEvaluation/vqaEval.py, as Python 3 runs it):
/// punctuation, number words up to ten, articles, contractions, lower case. "None" becomes "0", as there.
/// </summary>
internal static class AnswerNormalizer
{
    // Python's re.sub takes the number of replacements where vqaEval.py passes re.UNICODE, whose value is 32.
    private const int MostFullStops = 32;
    private const string Marks = ";/[]\"{}()=+\\_-><@`,?!";
    private static readonly string[] NumberWords = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>
    /// Normalises an answer; the result may be empty ("the", "?"). Normalising twice changes nothing more, but for an answer of
    /// more than 32 full stops, of which the official evaluation removes the first 32.
    /// </summary>
    public static string Normalize(string answer) => Words(Punctuation(Trim(answer)));

    /// <summary>
    /// The text as the official evaluation compares answers that all ten people gave alike: line breaks and tabs are spaces, none at the ends.
    /// </summary>
    internal static string Trim(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return PythonText.Strip(answer.Replace('\n', ' ').Replace('\t', ' '));
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
            if (thousands || text.Contains($"{mark} ", StringComparison.Ordinal) || text.Contains($" {mark}", StringComparison.Ordinal))
                result.Replace(mark.ToString(), "");
            else result.Replace(mark, ' ');
        }
        return WithoutFullStops(result.ToString());
    }

    private static string WithoutFullStops(string text)
    {
        if (!text.Contains('.')) return text;
        var result = new StringBuilder(text.Length);
        int removed = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '.' && removed < MostFullStops && !PythonText.DigitAt(text, i + 1)) removed++;
            else result.Append(text[i]);
        }
        return result.ToString();
    }

    private static string Words(string text) => string.Join(' ', PythonText.Split(PythonText.Lower(text))
        .Select(Digits).Where(word => word is not ("a" or "an" or "the")).Select(Contractions.Spell));

    private static string Digits(string word)
    {
        if (word == "none") return "0";
        int number = Array.IndexOf(NumberWords, word);
        return number < 0 ? word : number.ToString();
    }

    private static bool HasThousandsComma(string text)
    {
        for (int i = text.IndexOf(','); i >= 0; i = text.IndexOf(',', i + 1))
            if (PythonText.DigitBefore(text, i) && PythonText.DigitAt(text, i + 1)) return true;
        return false;
    }
}
