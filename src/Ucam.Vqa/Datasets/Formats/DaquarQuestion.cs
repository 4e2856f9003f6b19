using System.Globalization;
using System.Text.RegularExpressions;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>What a question of DAQUAR says: its words without the name of its picture, and the picture.</summary>
/// <param name="Text">The words; a picture named within them is called "the image".</param>
/// <param name="Picture">The number of the picture; null where none is named.</param>
internal readonly partial record struct DaquarQuestion(string Text, long? Picture)
{
    /// <summary>Reads "what is on the table in the image12 ?".</summary>
    public static DaquarQuestion Of(string line)
    {
        string written = line.Trim(), bare = Tail().Replace(written, "");
        // A question that is nothing but the tail keeps its words.
        string text = Name().Replace(bare.Length > 0 ? bare : written, "image").TrimEnd('?', ' ');
        MatchCollection names = Name().Matches(written);
        return new DaquarQuestion(text.Length > 0 ? text + "?" : "", names.Count > 0 ? NumberOf(names[^1].Value) : null);
    }

    /// <summary>The number of a picture that is named alone, "image12" or "12"; null for anything else.</summary>
    public static long? NumberOf(string name) => Whole().Match(name.Trim()) is { Success: true } match
        && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>Whether a picture is named within a text.</summary>
    public static bool NamesOne(string text) => Name().IsMatch(text);

    /// <summary>
    /// The parts of an answer ("book, scissor") as one answer: each once, by code unit, so that equal sets are equal texts, with "&amp;" between,
    /// which normalising keeps.
    /// </summary>
    public static string Answer(string written) => string.Join(AnswerParts.Between, written
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\bimage\s?[0-9]+\b", RegexOptions.IgnoreCase)]
    private static partial Regex Name();

    [GeneratedRegex(@"\s*\b(?:in|on)\s+(?:the|this)\s+image\s?[0-9]+\s*[?.]*\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Tail();

    [GeneratedRegex(@"^(?:image\s?)?([0-9]{1,18})$", RegexOptions.IgnoreCase)]
    private static partial Regex Whole();
}
