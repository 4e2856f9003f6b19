using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Ucam.Vqa.Training.Recipes;

/// <summary>Reads YAML strictly into a record: an unknown key or a wrong type is an error with its line.</summary>
internal static class YamlFile
{
    private const int MostBytes = 1_000_000;
    // Far more than a record has; the reader calls itself for each, until the stack ends.
    private const int DeepestNesting = 32;

    /// <summary>Reads a file, then checks what it says.</summary>
    /// <exception cref="UcamException">The file is missing, not such a record, or says something impossible.</exception>
    public static T Load<T>(string path, string what = "recipe") where T : class
    {
        string text;
        try
        {
            text = Text(path, what);
        }
        catch (DecoderFallbackException e)
        {
            throw new UcamException($"{path}: the {what} is not UTF-8; save it as UTF-8.", e) { File = path };
        }
        catch (Exception e) when (FileProblem.Is(e) || e is ArgumentException)
        {
            throw new UcamException(
                $"{path}: cannot read the {what} ({FileProblem.Reading(path, e)}); check the path and its permissions.", e)
            { File = path };
        }
        return Parse<T>(text, path, what);
    }

    /// <summary>The text at a key at the top of a file; null where there is none, or the file cannot be read as YAML.</summary>
    public static string? Peek(string path, string key) => (NodeAt(path, key) as YamlScalarNode)?.Value;

    /// <summary>The line of what stands at a key below others; null where there is none, or the file cannot be read as YAML.</summary>
    public static long? LineOf(string path, params string[] keys) => NodeAt(path, keys)?.Start.Line;

    private static YamlNode? NodeAt(string path, params string[] keys)
    {
        try
        {
            var yaml = new YamlStream();
            string text = Text(path, "recipe");
            CheckDepth(text);
            yaml.Load(new StringReader(text));
            YamlNode? node = yaml.Documents is [{ } document, ..] ? document.RootNode : null;
            foreach (string key in keys) node = node is YamlMappingNode group && group.Children.TryGetValue(key, out YamlNode? value) ? value : null;
            return node;
        }
        catch (Exception e) when (e is YamlException or IOException or UnauthorizedAccessException or ArgumentException or UcamException)
        {
            return null;
        }
    }

    /// <summary>Parses a text; <paramref name="name"/> stands in the messages.</summary>
    /// <exception cref="UcamException">As for <see cref="Load"/>.</exception>
    public static T Parse<T>(string text, string name, string what = "recipe") where T : class
    {
        try
        {
            IDeserializer yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance)
                .WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
                .WithEnforceNullability().WithEnforceRequiredMembers().WithDuplicateKeyChecking()
                    .WithNodeTypeResolver(new ReadOnlyCollections()).Build();
            CheckDepth(text);
            T value = yaml.Deserialize<T>(text) ?? throw new UcamException($"{name}: the {what} is empty.") { File = name };
            if (YamlGaps.Find(value) is { } gap) throw new UcamException($"{gap} is empty; give it a value or leave it out.") { Field = gap };
            Settings.Check(value, SettingsPlace.InFile);
            return value;
        }
        catch (YamlException e) when (e.InnerException is OverflowException && e.End.Index > e.Start.Index)
        {
            string value = text[(int)e.Start.Index..(int)e.End.Index], key = KeyBefore(text, e.Start);
            string why = RangeOf<T>(text, e, name, what)?.Replace(Nearest(value), value, StringComparison.Ordinal)
                ?? $"{key} is {value}, which is more than a number can hold here; write a smaller one.";
            throw new UcamException($"{name}, line {e.Start.Line}: {why}", e) { File = name, Field = $"line {e.Start.Line}" };
        }
        catch (YamlException e)
        {
            string why =
                YamlProblem.InWords((e.InnerException?.Message ?? e.Message).ReplaceLineEndings(" "), KeyBefore(text, e.Start),
                new RecipeTypes(typeof(T)), e.InnerException is not (null or YamlException));
            throw new UcamException($"{name}, line {e.Start.Line}: {why}", e) { File = name, Field = $"line {e.Start.Line}" };
        }
        catch (UcamException e) when (e.File is null)
        {
            throw new UcamException($"{name}: {e.Message}", e) { File = name, Field = e.Field };
        }
    }

    /// <summary>What the checks say of the file with a number that can be held in the place of one that cannot; null where they accept it.</summary>
    private static string? RangeOf<T>(string text, YamlException e, string name, string what) where T : class
    {
        (int start, int end) = ((int)e.Start.Index, (int)e.End.Index);
        try
        {
            Parse<T>(text[..start] + Nearest(text[start..end]) + text[end..], name, what);
            return null;
        }
        catch (UcamException range) when (range.Message.Contains(Nearest(text[start..end]), StringComparison.Ordinal))
        {
            return range.Message[(name.Length + 2)..];
        }
    }

    private static string Nearest(string number) => (number.StartsWith('-') ? int.MinValue : int.MaxValue).ToString(CultureInfo.InvariantCulture);

    private static void CheckDepth(string text)
    {
        var events = new Parser(new StringReader(text));
        // A stream and its document count as levels of their own.
        for (int depth = -2; Next(events);)
        {
            depth += events.Current!.NestingIncrease;
            if (depth > DeepestNesting)
                throw new YamlException(events.Current.Start, events.Current.End,
                $"it is nested deeper than {DeepestNesting} levels; close a bracket or correct the indentation.");
        }
    }

    private static bool Next(Parser events)
    {
        try
        {
            return events.MoveNext();
        }
        catch (Exception e) when (e is not YamlException)
        {
            // On some texts the parser stumbles over itself and says nothing of them.
            Mark place = events.Current?.End ?? Mark.Empty;
            throw new YamlException(place, place, "what stands here is not YAML; look for a bracket, quote or colon too many or missing.");
        }
    }

    /// <summary>The key whose value stands at a place of the text; empty where there is none.</summary>
    private static string KeyBefore(string text, Mark place)
    {
        string before = text[..(int)Math.Clamp(place.Index, 0, text.Length)].TrimEnd(' ', '\t', '\r', '\n', '{', '[', '-').TrimEnd(':').TrimEnd();
        int start = before.Length;
        while (start > 0 && (char.IsAsciiLetterOrDigit(before[start - 1]) || before[start - 1] is '_' or '-')) start--;
        return before[start..];
    }

    /// <summary>Reads what a record has as a read-only list or dictionary into one that can be filled.</summary>
    private sealed class ReadOnlyCollections : INodeTypeResolver
    {
        public bool Resolve(NodeEvent? nodeEvent, ref Type currentType)
        {
            if (!currentType.IsGenericType) return false;
            Type open = currentType.GetGenericTypeDefinition();
            Type? filled = open == typeof(IReadOnlyList<>) ? typeof(List<>) : open == typeof(IReadOnlyDictionary<,>) ? typeof(Dictionary<,>) : null;
            if (filled is null) return false;
            currentType = filled.MakeGenericType(currentType.GetGenericArguments());
            return true;
        }
    }

    private static string Text(string path, string what) => new FileInfo(path) is { Exists: true, Length: > MostBytes } file
        ? throw new UcamException($"{path} has {file.Length / 1_000_000.0:F1} MB; a {what} in YAML has at most {MostBytes / 1_000_000} MB.")
        { File = path }
        : Utf8File.Text(path, $"a {what} in YAML");
}
