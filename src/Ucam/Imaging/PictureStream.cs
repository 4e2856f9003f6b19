namespace Ucam.Imaging;

/// <summary>Reads the bytes of a picture file from a stream, no more than a picture may have.</summary>
internal static class PictureStream
{
    private const int AtOnce = 81_920;

    /// <summary>The bytes from where the stream stands to its end.</summary>
    /// <exception cref="PictureException">There are too many, or they cannot be read.</exception>
    public static ReadOnlyMemory<byte> Read(Stream stream, string name)
    {
        using MemoryStream bytes = Begin(stream, name);
        try
        {
            var part = new byte[AtOnce];
            for (int count; (count = stream.Read(part)) > 0;) Add(bytes, part.AsSpan(0, count), name);
        }
        catch (IOException e)
        {
            throw Broken(name, e);
        }
        return Bytes(bytes);
    }

    /// <summary>The same without holding the thread.</summary>
    /// <exception cref="PictureException">There are too many, or they cannot be read.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, string name, CancellationToken cancel)
    {
        using MemoryStream bytes = Begin(stream, name);
        try
        {
            var part = new byte[AtOnce];
            for (int count; (count = await stream.ReadAsync(part, cancel).ConfigureAwait(false)) > 0;) Add(bytes, part.AsSpan(0, count), name);
        }
        catch (IOException e)
        {
            throw Broken(name, e);
        }
        return Bytes(bytes);
    }

    /// <summary>What messages call a stream.</summary>
    public static string Name(Stream stream, string? name) => name ?? (stream is FileStream file ? file.Name : Picture.Unnamed);

    private static MemoryStream Begin(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long length = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 0;
        if (length > Picture.MaxFileBytes) throw Picture.TooManyBytes(name, length);
        return new MemoryStream((int)length);
    }

    private static void Add(MemoryStream bytes, ReadOnlySpan<byte> part, string name)
    {
        // A stream may not know its length, or go on for ever.
        if (bytes.Length + part.Length > Picture.MaxFileBytes) throw Picture.TooManyBytes(name, bytes.Length + part.Length);
        bytes.Write(part);
    }

    private static ReadOnlyMemory<byte> Bytes(MemoryStream bytes) => bytes.GetBuffer().AsMemory(0, (int)bytes.Length);

    private static PictureException Broken(string name, IOException inner) =>
        Picture.Refuse(name, $"cannot be read ({FileProblem.Reason(inner)}); send or open it again", inner);
}
