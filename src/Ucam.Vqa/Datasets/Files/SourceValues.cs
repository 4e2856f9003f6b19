using System.Globalization;
using System.Text.Json;

namespace Ucam.Vqa.Datasets.Files;

/// <summary>Values that files of questions write in several ways.</summary>
internal static class SourceValues
{
    /// <summary>The current value as an answer: a text, a number as it is written, a truth value as "yes" or "no"; null for null.</summary>
    public static string? Answer(this JsonFileReader reader) => reader.Token switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => "yes",
        JsonTokenType.False => "no",
        _ => reader.Loose(),
    };

    /// <summary>The current value as an id: a whole number, or a text, which keeps being one.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="text">The id where it is not just a number; null otherwise.</param>
    public static long Id(this JsonFileReader reader, out string? text)
    {
        if (reader.Token is not (JsonTokenType.Number or JsonTokenType.String)) throw reader.Wrong("it must be a number or a text");
        string written = reader.Loose();
        if (reader.Token == JsonTokenType.Number)
            written = Whole(written) ?? throw reader.Wrong($"it must be a whole number or a text, not the number {written}");
        if (string.IsNullOrWhiteSpace(written)) throw reader.Wrong("it is empty; give each its own id");
        return TextId.Number(written, out text);
    }

    /// <summary>A number's digits where it is whole, however it is written (420, 420.0); null where it is not.</summary>
    private static string? Whole(string number)
    {
        if (number.AsSpan().IndexOfAny(".eE") < 0) return number;
        return decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) && value == decimal.Truncate(value)
            ? decimal.Truncate(value).ToString("0", CultureInfo.InvariantCulture) : null;
    }
}
