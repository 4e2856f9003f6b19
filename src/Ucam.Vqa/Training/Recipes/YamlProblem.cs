using System.Text.RegularExpressions;
using YamlDotNet.Serialization.NamingConventions;

namespace Ucam.Vqa.Training.Recipes;

/// <summary>Turns the YAML reader's messages, which speak of .NET types, into the recipe's words.</summary>
internal static partial class YamlProblem
{
    /// <summary>What is wrong and what is wanted, in one sentence.</summary>
    /// <param name="message">The reader's message, on one line.</param>
    /// <param name="key">The key at that place.</param>
    /// <param name="recipe">What was read.</param>
    /// <param name="inside">Whether the message is of what the reader itself met, and not its own.</param>
    public static string InWords(string message, string key, RecipeTypes recipe, bool inside = false)
    {
        // At the top of a file there is no key yet.
        if (key.Length == 0) key = "the file";
        if (Match(UnknownKey(), message) is { } unknown)
        {
            return recipe.Find(unknown["type"].Value) is { } type
                ? $"unknown key '{unknown["key"].Value}'; known here: {string.Join(", ", Keys(type))}."
                : $"{key} is {Wanted(unknown["type"].Value, recipe)}.";
        }
        if (Match(WrongType(), message) is { } wrong) return $"{key} is {Wanted(wrong["type"].Value, recipe)}.";
        if (Match(NotANumber(), message) is { } number) return $"{key} is '{number["value"].Value}'; it must be a number, whole where its range is.";
        if (Match(NotAnOption(), message) is { } option)
            return $"{key} is '{Underscored(option["value"].Value)}'; it must be one of {string.Join(", ", Options(key, recipe))}.";
        if (Match(Missing(), message) is { } missing) return $"'{missing["key"].Value}' is missing beside {key}.";
        if (Match(Duplicate(), message) is { } twice) return $"'{twice["key"].Value}' stands twice; keep one.";
        // What the library's own checks say is in plain words already; the reader's speaks of .NET.
        return inside || Foreign().IsMatch(message)
            ? $"{key} has a value that cannot stand there; compare it with the recipes that come with Ucam." : message;
    }

    private static GroupCollection? Match(Regex pattern, string message) => pattern.Match(message) is { Success: true } match ? match.Groups : null;

    private static string Underscored(string name) => UnderscoredNamingConvention.Instance.Apply(name);

    private static IEnumerable<string> Keys(Type type) => RecipeTypes.SettingsOf(type).Select(p => Underscored(p.Name));

    private static string Wanted(string type, RecipeTypes recipe) => type switch
    {
        _ when type.Contains("Dictionary`", StringComparison.Ordinal) => "not a list of names with values; write { name: value }",
        _ when type.Contains("List`", StringComparison.Ordinal) => "not a list; write [a, b]",
        _ when recipe.Find(type.Split(',')[0]) is { } record => $"a group of settings; write {{ key: value }} with {string.Join(", ", Keys(record))}",
        _ when type.StartsWith("System.String", StringComparison.Ordinal) => "more than a text; write one text",
        _ when type.StartsWith("System.Boolean", StringComparison.Ordinal) => "neither true nor false; write one of them",
        _ => "more than a number; write one number",
    };

    // The reader does not say whose key it is, but keys with options are named alike wherever they stand.
    private static IEnumerable<string> Options(string key, RecipeTypes recipe) => recipe.Settings().Where(p => Underscored(p.Name) == key)
        .SelectMany(p => p.PropertyType.GetGenericArguments().Prepend(p.PropertyType)).Where(type => type.IsEnum).SelectMany(Enum.GetNames)
        .Select(Underscored).Distinct();

    [GeneratedRegex("Property '(?<key>.*?)' not found on type '(?<type>[^']+)'", RegexOptions.Singleline)]
    private static partial Regex UnknownKey();

    [GeneratedRegex("(?:No node deserializer was able to deserialize the node into type (?<type>.+)|Invalid cast from '[^']+' to '(?<type>.+)')")]
    private static partial Regex WrongType();

    [GeneratedRegex("The input string '(?<value>.*)' was not in a correct format")]
    private static partial Regex NotANumber();

    [GeneratedRegex("Requested value '(?<value>.*)' was not found")]
    private static partial Regex NotAnOption();

    [GeneratedRegex("Missing properties, '(?<key>.+?)' in source yaml", RegexOptions.Singleline)]
    private static partial Regex Missing();

    [GeneratedRegex(@"System\.|`\d|instance of type|\bException\b")]
    private static partial Regex Foreign();

    [GeneratedRegex("Encountered duplicate key (?<key>.+)")]
    private static partial Regex Duplicate();
}
