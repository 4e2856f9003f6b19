using System.Text.Json;

namespace Ucam.Explanations.Onnx;

/// <summary>The top of a hub's JSON file, read strictly where it is read.</summary>
internal sealed class HubJson
{
    private readonly Dictionary<string, JsonElement> _values;

    private HubJson(string path, Dictionary<string, JsonElement> values) => (Path, _values) = (path, values);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its name, for what is told.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Reads a file.</summary>
    /// <exception cref="UcamException">It cannot be read or is no JSON object.</exception>
    public static HubJson Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(OrdinaryFile.Bytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Unusable(path, "it is no JSON object");
            var values = new Dictionary<string, JsonElement>();
            // The last of equal keys counts, as in Python.
            foreach (JsonProperty property in document.RootElement.EnumerateObject()) values[property.Name] = property.Value.Clone();
            return new HubJson(path, values);
        }
        catch (JsonException e)
        {
            throw Unusable(path, JsonProblem.InWords(e), e);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw Unusable(path, FileProblem.Reading(path, e), e);
        }
    }

    /// <summary>Whether a key has a value that is not null.</summary>
    public bool Has(string key) => _values.TryGetValue(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A value; null where it is missing or null.</summary>
    public JsonElement? Value(string key) => Has(key) ? _values[key] : null;

    /// <summary>A truth; null where it is missing.</summary>
    /// <exception cref="UcamException">It is something else.</exception>
    public bool? Truth(string key) => Value(key)?.ValueKind switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(key, "is not true or false"),
    };

    /// <summary>A text; null where it is missing or something else.</summary>
    public string? Text(string key) => Value(key) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A finite number; null where it is missing.</summary>
    /// <exception cref="UcamException">It is something else.</exception>
    public double? Number(string key) => Value(key) is { } value ? NumberOf(key, value) : null;

    /// <summary>One or three numbers, one counting for all; null where they are missing.</summary>
    /// <exception cref="UcamException">It is something else.</exception>
    public double[]? Channels(string key)
    {
        if (Value(key) is not { } value) return null;
        double[] numbers = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(one => NumberOf(key, one))]
            : [NumberOf(key, value)];
        return numbers.Length is 1 or 3 ? numbers : throw Wrong(key, $"has {numbers.Length} numbers; one for grey or three are taken");
    }

    /// <summary>The exception for a key's value.</summary>
    public UcamException Wrong(string key, string what) => Unusable(Path, $"{key} {what}");

    private double NumberOf(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number
            : throw Wrong(key, "is not a number");

    private static UcamException Unusable(string path, string what, Exception? inner = null) =>
        new($"{path} cannot be used: {what}; mend it, or take it away and say how pictures are prepared with --settings or the argument settings.",
            inner)
        { File = path };
}
