using System.Globalization;
using System.Text.Json;

namespace Ucam.Datasets.Vqa;

/// <summary>Walks through a JSON file of the VQA layout and says where it is wrong; strings that recur are shared.</summary>
internal ref struct VqaJsonReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _path;
    private readonly Dictionary<string, string> _shared;
    private Utf8JsonReader _json;

    public VqaJsonReader(string path, Dictionary<string, string> shared)
    {
        (_path, _shared) = (path, shared);
        _bytes = Load(path);
        if (_bytes.StartsWith("\uFEFF"u8)) _bytes = _bytes[3..];
        _json = new Utf8JsonReader(_bytes);
    }

    public readonly JsonTokenType Token => _json.TokenType;

    /// <summary>Where the reader is, for messages: "annotations[3]".</summary>
    public string Where { get; set; } = "";

    /// <summary>Moves to the next token.</summary>
    public void Next()
    {
        try
        {
            if (!_json.Read()) throw Wrong("the file ends too early");
        }
        catch (JsonException e)
        {
            long line = (e.LineNumber ?? 0) + 1;
            throw new UcamException($"{_path}: line {line} is not valid JSON; check that the file is whole.", e) { File = _path, Field = $"line {line}" };
        }
    }

    /// <summary>Moves to the next token, which must start an object.</summary>
    public void Open(JsonTokenType kind)
    {
        Next();
        Require(kind);
    }

    public readonly void Require(JsonTokenType kind)
    {
        if (Token != kind) throw Wrong($"{Article(kind)} is expected here");
    }

    /// <summary>Moves to the next property of an object and takes its name; false at the end of the object.</summary>
    public bool Property(out string name)
    {
        Next();
        name = Token == JsonTokenType.PropertyName ? Take() : "";
        return Token == JsonTokenType.PropertyName;
    }

    /// <summary>Reads the value of a property as text.</summary>
    public string Text(string field)
    {
        Next();
        if (Token != JsonTokenType.String) throw Wrong($"\"{field}\" must be a string", field);
        return Take();
    }

    /// <summary>Reads the value of a property as a whole number, which may be written as a string.</summary>
    public long Whole(string field)
    {
        Next();
        if (Token == JsonTokenType.Number && _json.TryGetInt64(out long number)) return number;
        if (Token == JsonTokenType.String && long.TryParse(Take(), NumberStyles.None, CultureInfo.InvariantCulture, out number)) return number;
        throw Wrong($"\"{field}\" must be a whole number", field);
    }

    /// <summary>Reads the value of a property as a number.</summary>
    public double Number(string field)
    {
        Next();
        return Token == JsonTokenType.Number ? _json.GetDouble() : throw Wrong($"\"{field}\" must be a number", field);
    }

    /// <summary>Passes over the next value, whatever it is.</summary>
    public void Skip()
    {
        Next();
        int depth = 0;
        for (; ; Next())
        {
            if (Token is JsonTokenType.StartObject or JsonTokenType.StartArray) depth++;
            else if (Token is JsonTokenType.EndObject or JsonTokenType.EndArray) depth--;
            if (depth == 0) return;
        }
    }

    /// <summary>The exception for a problem at this place.</summary>
    public readonly UcamException Wrong(string what, string? field = null)
    {
        int line = 1 + _bytes[..(int)Math.Min(_json.TokenStartIndex, _bytes.Length)].Count((byte)'\n');
        string at = Where.Length > 0 ? Where + ", " : "";
        return new UcamException($"{_path}: {at}line {line}: {what}.")
        {
            File = _path,
            Field = Where.Length > 0 && field is not null ? Where + "." + field : field ?? $"line {line}",
        };
    }

    /// <summary>Checks that nothing follows.</summary>
    public void End()
    {
        try
        {
            if (!_json.Read()) return;
        }
        catch (JsonException)
        {
            // What follows is not even JSON.
        }
        throw Wrong("something follows behind the end of the data; check that the file is one JSON object");
    }

    private readonly string Take()
    {
        try
        {
            return Share(_json.GetString()!);
        }
        catch (InvalidOperationException)
        {
            throw Wrong("the text is not valid UTF-8; save the file as UTF-8");
        }
    }

    private readonly string Share(string text)
    {
        if (_shared.TryGetValue(text, out string? known)) return known;
        return _shared[text] = text;
    }

    private static string Article(JsonTokenType kind) => kind == JsonTokenType.StartArray ? "an array" : "an object";

    private static byte[] Load(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new UcamException($"{path} cannot be read: {e.Message.TrimEnd('.')}; check the path and its permissions.", e) { File = path };
        }
    }
}
