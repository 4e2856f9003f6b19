using System.Text.RegularExpressions;

namespace Ucam.Testing;

/// <summary>Holds messages to users' words: none of the runtime's, and values that make readers speak in them.</summary>
internal static partial class PlainWords
{
    /// <summary>What stands in the place of a value, as YAML.</summary>
    private static readonly string[] Values =
    [
        "null", "1e99", "99999999999999999999", "-99999999999", "-1", "1.5", "text", "[]", "{}", "[1, 2]", "[a]", "{ a: 1 }", "true", ".nan", ".inf",
        "\"\"", "[[1]]", "!!int x", "!foo bar", "&a *a", "1e-400", "[99999999999999999999]", "[null]", "{ a: 99999999999 }", "[-99999999999]", "|",
        "[1.5]", "[true]", "\"\\u0000\"", "- a", "? a", "9223372036854775807", "{ null: 1 }", "{ [1]: 2 }", "2024-01-01", "*none",
    ];

    /// <summary>The same values as JSON.</summary>
    public static IReadOnlyList<string> Json { get; } =
    [
        "null", "1e99", "99999999999999999999", "-99999999999", "-1", "1.5", "\"text\"", "[]", "{}", "[1,2]", "[\"a\"]", "{\"a\":1}", "true", "\"\"",
        "[[1]]", "[null]", "[99999999999]", "1e-400", "[1.5]", "\"\\ud800\"", "\"\\u001b\"", "0",
    ];

    /// <summary>Fails where a message speaks as the runtime or a reader does.</summary>
    public static void ShouldBePlain(this string message, string of = "") =>
        Foreign().IsMatch(message).Should().BeFalse("a user reads: {0} (of {1})", message, of);

    /// <summary>The text with each value in turn replaced by each of the values.</summary>
    public static IEnumerable<string> Replaced(string yaml)
    {
        foreach (Match value in Value().Matches(yaml))
            foreach (string other in Values)
                yield return string.Concat(yaml.AsSpan(0, value.Groups[1].Index), other, yaml.AsSpan(value.Groups[1].Index + value.Groups[1].Length));
    }

    /// <summary>The text with each of its first texts and numbers in turn replaced by each of the values; keys too.</summary>
    public static IEnumerable<string> ReplacedInJson(string json, int first = 40)
    {
        foreach (Match value in JsonValue().Matches(json).Take(first))
            foreach (string other in Json)
                yield return string.Concat(json.AsSpan(0, value.Index), other, json.AsSpan(value.Index + value.Length));
    }

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""|-?\d[\d.eE+-]*")]
    private static partial Regex JsonValue();

    // A value behind its key: a list or a group with its brackets, or what stands up to a comma, bracket or remark.
    [GeneratedRegex(@"(?m)(?<=^[^#\n]*\w:[ ]+)(\[[^\]\n]*\]|\{[^\n]*\}|[^,{}\[\]#\s][^,{}\[\]#\n]*)")]
    private static partial Regex Value();

    [GeneratedRegex(@"System\.|\bUcam\.(?:Vqa|Studies)\.|[A-Z][a-z]\w+`\d|Exception\b|   at |Arithmetic operation|instance of type|\(Parameter '|could not be converted|Could not find (?:file|a part)"
        + @"|process cannot access|[Oo]bject reference|Index was|Specified argument|not in a correct|Sequence contains|given key|[Ii]nput string|"
        + @"same key has|cannot be an empty|Nullable|Collection was|deserializ|Unable to (?:read|cast)|Access to the path|Invalid cast|No space left")]
    private static partial Regex Foreign();
}
