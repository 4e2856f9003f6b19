using System.Reflection;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Ucam.Training;

/// <summary>Reads recipes strictly: an unknown key or a wrong type is an error with its line.</summary>
public static partial class RecipeFile
{
    /// <summary>Reads and validates a recipe.</summary>
    /// <exception cref="UcamException">The file is missing, not a recipe, or says something impossible.</exception>
    public static Recipe Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UcamException($"{path}: cannot read the recipe ({e.Message}).", e) { File = path };
        }
        return Parse(text, path);
    }

    /// <summary>Parses a recipe's text; <paramref name="name"/> stands in the messages.</summary>
    /// <exception cref="UcamException">As for <see cref="Load"/>.</exception>
    public static Recipe Parse(string text, string name)
    {
        try
        {
            IDeserializer yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
                .WithEnforceNullability().WithEnforceRequiredMembers().WithDuplicateKeyChecking().WithTypeMapping<IReadOnlyList<int>, List<int>>().Build();
            Recipe recipe = yaml.Deserialize<Recipe>(text) ?? throw new UcamException($"{name}: the recipe is empty.") { File = name };
            recipe.Validate();
            return recipe;
        }
        catch (YamlException e)
        {
            string why = Explain((e.InnerException?.Message ?? e.Message).ReplaceLineEndings(" "));
            throw new UcamException($"{name}, line {e.Start.Line}: {why}", e) { File = name, Field = $"line {e.Start.Line}" };
        }
        catch (UcamException e) when (e.File is null)
        {
            throw new UcamException($"{name}: {e.Message}", e) { File = name, Field = e.Field };
        }
    }

    /// <summary>Turns the YAML reader's words about an unknown key into the recipe's, with the keys that are known at that place.</summary>
    private static string Explain(string message)
    {
        Match unknown = UnknownKey().Match(message);
        if (!unknown.Success || typeof(Recipe).Assembly.GetType(unknown.Groups["type"].Value) is not { } type) return message;
        IEnumerable<string> known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite)
            .Select(p => UnderscoredNamingConvention.Instance.Apply(p.Name));
        return $"unknown key '{unknown.Groups["key"].Value}'; known here: {string.Join(", ", known)}.";
    }

    [GeneratedRegex("Property '(?<key>[^']+)' not found on type '(?<type>[^']+)'")]
    private static partial Regex UnknownKey();
}
