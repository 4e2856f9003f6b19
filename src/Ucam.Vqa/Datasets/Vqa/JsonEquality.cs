using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>Writes JSON values as texts that are equal where Python, in which the official evaluator compares them, calls the values equal.</summary>
internal static class JsonEquality
{
    /// <summary>The text of the current value.</summary>
    public static string Text(JsonFileReader reader) => reader.Token switch
    {
        JsonTokenType.StartObject => Object(reader),
        JsonTokenType.StartArray => Array(reader),
        JsonTokenType.String => Quoted(reader.Text()),
        JsonTokenType.Number => Number(reader.Loose()),
        JsonTokenType.True => "1",
        JsonTokenType.False => "0",
        _ => "null",
    };

    /// <summary>The text of named values, whatever their order.</summary>
    public static string Fields(SortedDictionary<string, string> values)
    {
        var text = new StringBuilder("{");
        foreach ((string name, string value) in values) text.Append(Quoted(name)).Append(':').Append(value).Append(',');
        return text.Append('}').ToString();
    }

    private static string Quoted(string text) => $"{text.Length}\"{text}";

    private static string Object(JsonFileReader reader)
    {
        SortedDictionary<string, string> values = new(StringComparer.Ordinal);
        reader.Object();
        while (reader.Property(out string name)) values[name] = Text(reader);
        return Fields(values);
    }

    private static string Array(JsonFileReader reader)
    {
        var text = new StringBuilder("[");
        reader.Array();
        while (reader.Item()) text.Append(Text(reader)).Append(',');
        return text.Append(']').ToString();
    }

    private static string Number(string written)
    {
        if (written.AsSpan().IndexOfAny(".eE") < 0) return written == "-0" ? "0" : written;
        double value = double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture);
        bool whole = double.IsFinite(value) && Math.Truncate(value) == value;
        return whole ? new BigInteger(value).ToString(CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
    }
}
