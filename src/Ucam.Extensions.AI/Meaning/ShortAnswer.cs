using System.Text.RegularExpressions;
using Ucam.Vqa.Text;

namespace Ucam.Extensions.AI.Meaning;

/// <summary>Short answers as they are compared: the official normalisation of VQA, then units by their symbols.</summary>
internal static partial class ShortAnswer
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["percent"] = "%",
        ["metre"] = "m",
        ["metres"] = "m",
        ["meter"] = "m",
        ["meters"] = "m",
        ["centimetre"] = "cm",
        ["centimetres"] = "cm",
        ["centimeter"] = "cm",
        ["centimeters"] = "cm",
        ["millimetre"] = "mm",
        ["millimetres"] = "mm",
        ["millimeter"] = "mm",
        ["millimeters"] = "mm",
        ["kilometre"] = "km",
        ["kilometres"] = "km",
        ["kilometer"] = "km",
        ["kilometers"] = "km",
        ["kilogram"] = "kg",
        ["kilograms"] = "kg",
        ["gram"] = "g",
        ["grams"] = "g",
        ["hour"] = "h",
        ["hours"] = "h",
        ["minute"] = "min",
        ["minutes"] = "min",
        ["second"] = "s",
        ["seconds"] = "s",
        ["foot"] = "ft",
        ["feet"] = "ft",
        ["inch"] = "in",
        ["inches"] = "in",
    };

    /// <summary>The text by which an answer is compared.</summary>
    public static string Normalise(string answer)
    {
        string[] words = AnswerNormalizer.Normalize(NumberAndUnit().Replace(answer, "$1 $2")).Split(' ');
        // Of "feet" alone nothing is known to be measured; behind a number it is a unit.
        for (int i = 1; i < words.Length; i++)
            if (double.TryParse(words[i - 1], out _) && Units.TryGetValue(words[i], out string? symbol)) words[i] = symbol;
        return string.Join(' ', words);
    }

    // "2m" and "50%".
    [GeneratedRegex(@"(?<![\p{L}\d])(\d+(?:\.\d+)?)(%|[a-zA-Z]{1,2}\b)")]
    private static partial Regex NumberAndUnit();
}
