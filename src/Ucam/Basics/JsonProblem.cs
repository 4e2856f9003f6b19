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
        if (Conversion().Match(e.Message) is { Success: true } wrong)
            return $"{(field.Length == 0 ? "it" : field)} must be {Wanted(wrong.Groups["type"].Value)}";
        if (Missing().Match(e.Message) is { Success: true } missing)
            return $"{(field.Length == 0 ? "" : field + ": ")}{missing.Groups["names"].Value.Replace("'", "", StringComparison.Ordinal)} is missing";
        string message = e.Message.Split(". Path:")[0].Split(" Path: ")[0].Split(" LineNumber:")[0].ReplaceLineEndings(" ").Trim().TrimEnd('.');
        if (Foreign().IsMatch(message)) return $"{(field.Length == 0 ? "it" : field)} cannot be read";
        if (Null().IsMatch(message) && field.Length > 0) return $"{field} must not be null";
        // The reader can quote all the rest of a text.
        return ControlText.Shown(message.Length > Longest ? message[..Longest] + "…" : message, kept: "");
    }

    private static string Wanted(string type) => type switch
    {
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

    [GeneratedRegex("doesn't allow null|does not allow null|null value", RegexOptions.IgnoreCase)]
    private static partial Regex Null();
}
