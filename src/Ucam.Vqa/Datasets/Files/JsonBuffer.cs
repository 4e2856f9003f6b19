namespace Ucam.Vqa.Datasets.Files;

/// <summary>A window of a file that moves on as it is consumed, so that a file of any size takes little memory.</summary>
internal sealed class JsonBuffer : IDisposable
{
    private const int FirstSize = 1 << 16;
    private readonly string _path;
    private readonly FileStream _stream;
    private byte[] _bytes = new byte[FirstSize];
    private int _from, _to;
    private long _linesBefore;

    /// <summary>Opens a file and passes over a byte-order mark.</summary>
    /// <exception cref="UcamException">The file cannot be opened or read, or is of another kind.</exception>
    public JsonBuffer(string path)
    {
        _path = path;
        FileProblem.RefuseSpecial(path);
        try
        {
            _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw FileProblem.CannotRead(path, e);
        }
        Fill();
        if (FileKind.Refusal(path, Left[..Math.Min(Left.Length, FileKind.Head)], "a JSON file") is { } other)
        {
            _stream.Dispose();
            throw other;
        }
        if (Left.StartsWith("\uFEFF"u8)) _from = 3;
    }

    /// <summary>What has been read and not consumed.</summary>
    public ReadOnlySpan<byte> Left => _bytes.AsSpan(_from, _to - _from);

    /// <summary>Whether nothing follows <see cref="Left"/>.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Passes over bytes of <see cref="Left"/>.</summary>
    public void Consume(int count) => _from += count;

    /// <summary>Reads more behind <see cref="Left"/>; a token longer than the window makes it grow.</summary>
    public void Fill()
    {
        if (IsLast) return;
        _linesBefore += _bytes.AsSpan(0, _from).Count((byte)'\n');
        byte[] into = _from == 0 && _to == _bytes.Length ? new byte[checked(_bytes.Length * 2)] : _bytes;
        Left.CopyTo(into);
        (_to, _from, _bytes) = (_to - _from, 0, into);
        try
        {
            int read = _stream.Read(_bytes, _to, _bytes.Length - _to);
            IsLast = read == 0;
            _to += read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileProblem.CannotRead(_path, e);
        }
    }

    /// <summary>The line, from 1, of a place in <see cref="Left"/>.</summary>
    public long Line(int offset) => 1 + _linesBefore + _bytes.AsSpan(0, Math.Clamp(_from + offset, 0, _to)).Count((byte)'\n');

    public void Dispose() => _stream.Dispose();
}
