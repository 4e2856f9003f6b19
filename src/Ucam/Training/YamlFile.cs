using System.Reflection;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Ucam.Training;

/// <summary>Reads YAML strictly into a record: an unknown key or a wrong type is an error with its line.</summary>
internal static partial class YamlFile
{
    /// <summary>Reads a file, then checks what it says.</summary>
    /// <exception cref="UcamException">The file is missing, not such a record, or says something impossible.</exception>
    public static T Load<T>(string path, Action<T> validate) where T : class
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
        return Parse(text, path, validate);
    }

    /// <summary>The text at a key at the top of a file; null where there is none, or the file cannot be read as YAML.</summary>
    public static string? Peek(string path, string key)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(File.ReadAllText(path)));
            return yaml.Documents is [{ RootNode: YamlMappingNode top }, ..] && top.Children.TryGetValue(key, out YamlNode? value) ? (value as YamlScalarNode)?.Value : null;
        }
        catch (Exception e) when (e is YamlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Parses a text; <paramref name="name"/> stands in the messages.</summary>
    /// <exception cref="UcamException">As for <see cref="Load"/>.</exception>
    public static T Parse<T>(string text, string name, Action<T> validate) where T : class
    {
        try
        {
            IDeserializer yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
                .WithEnforceNullability().WithEnforceRequiredMembers().WithDuplicateKeyChecking().WithTypeMapping<IReadOnlyList<int>, List<int>>()
                .WithTypeMapping<IReadOnlyList<string>, List<string>>().WithTypeMapping<IReadOnlyDictionary<string, double>, Dictionary<string, double>>().Build();
            T value = yaml.Deserialize<T>(text) ?? throw new UcamException($"{name}: the recipe is empty.") { File = name };
            validate(value);
            return value;
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
        if (!unknown.Success || typeof(YamlFile).Assembly.GetType(unknown.Groups["type"].Value) is not { } type) return message;
        IEnumerable<string> known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite)
            .Select(p => UnderscoredNamingConvention.Instance.Apply(p.Name));
        return $"unknown key '{unknown.Groups["key"].Value}'; known here: {string.Join(", ", known)}.";
    }

    [GeneratedRegex("Property '(?<key>[^']+)' not found on type '(?<type>[^']+)'")]
    private static partial Regex UnknownKey();
}
