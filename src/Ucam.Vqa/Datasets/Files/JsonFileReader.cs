using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ucam.Vqa.Datasets.Files;

/// <summary>
/// Walks through a JSON file, or one of several objects behind one another, without holding it, and says where it is wrong. Every
/// method works on the current token: <see cref="Property"/> and <see cref="Item"/> move on to the next value, the others take it.
/// </summary>
internal sealed class JsonFileReader : IDisposable
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly TextPool _pool;
    private readonly JsonBuffer _buffer;
    private readonly JsonPlace _place = new();
    private JsonReaderState _state;
    private byte[] _token = new byte[256];
    private int _start, _length, _end;
    private bool _escaped;

    /// <summary>Opens a file before its first token.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pool">Where texts that recur are shared.</param>
    /// <param name="lines">Whether several values may stand behind one another (JSON Lines).</param>
    public JsonFileReader(string path, TextPool pool, bool lines = false)
    {
        Path = path;
        _pool = pool;
        _buffer = new JsonBuffer(path);
        _state = new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = lines });
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Kind of the current token.</summary>
    public JsonTokenType Token { get; private set; }

    /// <summary>Where the reader is: "annotations[3].answers".</summary>
    public string Where => _place.ToString();

    /// <summary>Moves to the next value of the file; false at its end.</summary>
    public bool Document() => Advance();

    /// <summary>Moves to the first token, which must be there.</summary>
    public void Begin() => Next();

    /// <summary>Checks that nothing follows.</summary>
    public void End()
    {
        try
        {
            if (!Advance()) return;
        }
        catch (UcamException e) when (e.InnerException is JsonException)
        {
            // What follows is not even JSON.
        }
        throw Wrong("something follows behind the end of the data; check that the file is one JSON value");
    }

    /// <summary>Enters the current object.</summary>
    public void Object()
    {
        if (Token != JsonTokenType.StartObject) throw Wrong($"an object is expected here, not {Describe()}");
        _place.EnterObject();
    }

    /// <summary>Moves to the value of the next property; false behind the last.</summary>
    public bool Property(out string name)
    {
        Next();
        name = Token == JsonTokenType.PropertyName ? Take() : "";
        if (Token != JsonTokenType.PropertyName)
        {
            _place.Leave();
            return false;
        }
        _place.Name(name);
        Next();
        return true;
    }

    /// <summary>Enters the current array.</summary>
    public void Array()
    {
        if (Token != JsonTokenType.StartArray) throw Wrong($"an array is expected here, not {Describe()}");
        _place.EnterArray();
    }

    /// <summary>Moves to the next item; false behind the last.</summary>
    public bool Item()
    {
        Next();
        if (Token == JsonTokenType.EndArray) _place.Leave();
        else _place.NextItem();
        return Token != JsonTokenType.EndArray;
    }

    /// <summary>The current value as text.</summary>
    public string Text() => Token == JsonTokenType.String ? Take() : throw Wrong($"it must be a string, not {Describe()}");

    /// <summary>The current value as text, whether it is written as a string, a number or a truth value.</summary>
    public string Loose() => Token switch
    {
        JsonTokenType.Number => _pool.Take(Encoding.ASCII.GetString(Value)),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => Text(),
    };

    /// <summary>The current value as a whole number, which may be written as a string.</summary>
    public long Whole()
    {
        if (Token is JsonTokenType.Number or JsonTokenType.String
            && long.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)) return number;
        throw Wrong($"it must be a whole number, not {Describe()}");
    }

    /// <summary>The current value as a finite number.</summary>
    public double Number()
    {
        if (Token != JsonTokenType.Number || !double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            throw Wrong($"it must be a number, not {Describe()}");
        return double.IsFinite(number) ? number : throw Wrong($"{Describe()} is too large");
    }

    /// <summary>Passes over the current value, whatever it is.</summary>
    public void Skip()
    {
        int depth = 0;
        for (; ; Next())
        {
            if (Token is JsonTokenType.StartObject or JsonTokenType.StartArray) depth++;
            else if (Token is JsonTokenType.EndObject or JsonTokenType.EndArray) depth--;
            if (depth == 0) return;
        }
    }

    /// <summary>The exception for a problem at this place, or at a field below it.</summary>
    public UcamException Wrong(string what, string? field = null) => Wrong(what, field, _buffer.Line(_start - _end), null);

    public void Dispose() => _buffer.Dispose();

    private ReadOnlySpan<byte> Value => _token.AsSpan(0, _length);

    private void Next()
    {
        if (!Advance()) throw Wrong("the file ends too early");
    }

    /// <summary>Reads one token; false at the end of the file.</summary>
    private bool Advance()
    {
        while (true)
        {
            var json = new Utf8JsonReader(_buffer.Left, _buffer.IsLast, _state);
            try
            {
                if (json.Read())
                {
                    Keep(ref json);
                    return true;
                }
            }
            catch (JsonException e)
            {
                throw Wrong("this is not valid JSON; check that the file is whole", null, (e.LineNumber ?? 0) + 1, e);
            }
            if (_buffer.IsLast) return false;
            // White space may have been passed; its bytes are counted in the state.
            _state = json.CurrentState;
            _buffer.Consume((int)json.BytesConsumed);
            _buffer.Fill();
        }
    }

    private void Keep(ref Utf8JsonReader json)
    {
        (Token, _escaped) = (json.TokenType, json.ValueIsEscaped);
        (_start, _end, _length) = ((int)json.TokenStartIndex, (int)json.BytesConsumed, json.ValueSpan.Length);
        if (_length > _token.Length) System.Array.Resize(ref _token, Math.Max(_length, _token.Length * 2));
        json.ValueSpan.CopyTo(_token);
        _state = json.CurrentState;
        _buffer.Consume(_end);
    }

    private string Take()
    {
        try
        {
            if (_escaped) return _pool.Take(Unescaped());
            Span<char> chars = _length <= 256 ? stackalloc char[_length] : new char[_length];
            return _pool.Take(chars[..Strict.GetChars(Value, chars)]);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw Wrong("the text is not valid UTF-8; save the file as UTF-8");
        }
    }

    private string Unescaped()
    {
        byte[] quoted = [(byte)'"', .. Value, (byte)'"'];
        var json = new Utf8JsonReader(quoted);
        json.Read();
        return json.GetString()!;
    }

    private string Describe() => Token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.Null => "null",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "the number " + Encoding.ASCII.GetString(Value),
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        _ => "the end",
    };

    private UcamException Wrong(string what, string? field, long line, Exception? inner)
    {
        string where = string.Join('.', new[] { Where, field }.Where(part => !string.IsNullOrEmpty(part)));
        return new UcamException($"{Path}: {(where.Length > 0 ? where + ", " : "")}line {line}: {what}.", inner)
        {
            File = Path,
            Field = where.Length > 0 ? where : $"line {line}",
        };
    }
}
