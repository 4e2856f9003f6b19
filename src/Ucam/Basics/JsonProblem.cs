using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ucam;

/// <summary>Turns the JSON reader's messages, which speak of .NET types, into words.</summary>
internal static partial class JsonProblem
{
    private const int Longest = 200;

    /// <summary>Which field is wrong and what it must be, or what is wrong with the text.</summary>
    public static string InWords(JsonException e)
    {
        string field = e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "";
        if (Broken(e) is { } broken) return broken;
        if (Conversion().Match(e.Message) is { Success: true } wrong)
            return $"{(field.Length == 0 ? "it" : field)} must be {Wanted(wrong.Groups["type"].Value, e.InnerException)}";
        if (Missing().Match(e.Message) is { Success: true } missing)
            return $"{(field.Length == 0 ? "" : field + ": ")}{missing.Groups["names"].Value.Replace("'", "", StringComparison.Ordinal)} is missing";
        string message = e.Message.Split(". Path:")[0].Split(" Path: ")[0].Split(" LineNumber:")[0].ReplaceLineEndings(" ").Trim().TrimEnd('.');
        if (Foreign().IsMatch(message)) return $"{(field.Length == 0 ? "it" : field)} cannot be read";
        if (Null().IsMatch(message) && field.Length > 0) return $"{field} must not be null";
        // The reader can quote all the rest of a text.
        return ControlText.Shown(message.Length > Longest ? message[..Longest] + "…" : message, kept: "");
    }

    // The reader itself fails where the text is no JSON, and tells so in words of its own workings.
    private static string? Broken(JsonException e)
    {
        if ((e.InnerException ?? e).GetType().Name != "JsonReaderException") return null;
        if (TooShort().IsMatch(e.Message)) return "the text is empty or ends too early";
        return $"the text is no JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
    }

    // Of a value that a constructor takes, the reader names the type of the whole; what it was read as is in the inner message.
    private static string Wanted(string type, Exception? inner) => type switch
    {
        _ when !Scalar().IsMatch(type) && inner is FormatException => "a number",
        _ when !Scalar().IsMatch(type) && ReadAs().Match(inner?.Message ?? "") is { Success: true } read => read.Groups["kind"].Value switch
        {
            "number" => "a number",
            "boolean" => "true or false",
            _ => "a text",
        },
        _ when type.Contains("Dictionary`", StringComparison.Ordinal) => "an object of names with values",
        _ when type.Contains("List`", StringComparison.Ordinal) || type.EndsWith("[]", StringComparison.Ordinal)
            || type.Contains("Collection`", StringComparison.Ordinal) => "a list",
        _ when type.Contains("Int32", StringComparison.Ordinal) => $"a whole number from {int.MinValue} to {int.MaxValue}",
        _ when type.Contains("Int64", StringComparison.Ordinal) => "a whole number",
        _ when type.Contains("Double", StringComparison.Ordinal) || type.Contains("Single", StringComparison.Ordinal) => "a number",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ when type.Contains("String", StringComparison.Ordinal) => "a text",
        _ when Type.GetType(type) is { IsEnum: true } options => $"one of {string.Join(", ", Enum.GetNames(options))}",
        _ => "an object with its settings",
    };

    [GeneratedRegex(@"could not be converted to (?<type>.+?)\.(?: Path:|$)")]
    private static partial Regex Conversion();

    [GeneratedRegex(@"missing required properties including: (?<names>.+?)\.(?: Path:|$)")]
    private static partial Regex Missing();

    [GeneratedRegex(@"System\.|`\d|\bUcam\.\w|\bException\b|Arithmetic operation|deserializ", RegexOptions.IgnoreCase)]
    private static partial Regex Foreign();

    [GeneratedRegex("does not contain any JSON tokens|reached end of data|reached the end|depth to be zero", RegexOptions.IgnoreCase)]
    private static partial Regex TooShort();

    [GeneratedRegex(@"Cannot get the value of a token type '\w+' as a (?<kind>number|string|boolean)")]
    private static partial Regex ReadAs();

    [GeneratedRegex(@"Int32|Int64|Double|Single|Boolean|System\.String$")]
    private static partial Regex Scalar();

    [GeneratedRegex("doesn't allow null|does not allow null|null value", RegexOptions.IgnoreCase)]
    private static partial Regex Null();
}
