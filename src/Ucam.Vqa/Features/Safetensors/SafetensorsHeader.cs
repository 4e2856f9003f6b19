using System.Text.Json;
using System.Text.Unicode;

namespace Ucam.Vqa.Features.Safetensors;

/// <summary>Parses and checks the header of a safetensors file (huggingface/safetensors, "Format").</summary>
internal static class SafetensorsHeader
{
    /// <summary>Bytes of the length field before the header.</summary>
    public const int Prefix = 8;

    /// <summary>The longest header the format allows, in bytes.</summary>
    public const long Limit = 100_000_000;

    /// <summary>The key that holds the metadata.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>Parses a header; <paramref name="dataLength"/> is the number of bytes behind it.</summary>
    /// <exception cref="SafetensorsException">The header breaks a rule of the format.</exception>
    public static (Dictionary<string, string> Metadata, List<SafetensorsEntry> Entries) Parse(ReadOnlyMemory<byte> json, long dataLength, string path)
    {
        if (json.Length == 0 || json.Span[0] != '{' || !Utf8.IsValid(json.Span)) throw Broken(path, null, "its header is not a JSON object");
        try
        {
            using var document = JsonDocument.Parse(json);
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var entries = new List<SafetensorsEntry>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name)) throw Broken(path, property.Name, "the name appears twice");
                if (property.Name == MetadataKey) ReadMetadata(property.Value, metadata, path);
                else entries.Add(SafetensorsTensorHeader.Read(property.Name, property.Value, Prefix + json.Length, dataLength, path));
            }
            CheckCoverage(entries, Prefix + json.Length, dataLength, path);
            return (metadata, entries);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw Broken(path, null, "its header is not valid JSON", problem);
        }
    }

    /// <summary>An exception that names the file and, where known, the tensor.</summary>
    public static SafetensorsException Broken(string path, string? tensor, string what, Exception? inner = null) =>
        new(tensor is null
            ? $"{path} is not a valid safetensors file: {what}. Copy or make the file again."
            : $"{path} is not a valid safetensors file: tensor \"{tensor}\": {what}. Copy or make the file again.", inner)
        { File = path, Field = tensor };

    private static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata, string path)
    {
        if (value.ValueKind == JsonValueKind.Null) return;
        if (value.ValueKind != JsonValueKind.Object) throw Broken(path, MetadataKey, "it is not an object");
        foreach (var pair in value.EnumerateObject())
        {
            if (pair.Value.ValueKind != JsonValueKind.String) throw Broken(path, MetadataKey, $"the value of \"{pair.Name}\" is not a string");
            if (!metadata.TryAdd(pair.Name, pair.Value.GetString()!)) throw Broken(path, MetadataKey, $"the key \"{pair.Name}\" appears twice");
        }
    }

    private static void CheckCoverage(List<SafetensorsEntry> entries, long dataStart, long dataLength, string path)
    {
        long end = dataStart;
        foreach (var entry in entries.OrderBy(e => e.Offset).ThenBy(e => e.Length))
        {
            if (entry.Offset < end) throw Broken(path, entry.Name, "its bytes overlap another tensor");
            if (entry.Offset > end) throw Broken(path, entry.Name, "there is a hole before its bytes");
            end = entry.Offset + entry.Length;
        }
        if (end != dataStart + dataLength) throw Broken(path, null, $"{dataStart + dataLength - end:N0} bytes belong to no tensor");
    }
}
