using System.Buffers.Binary;
using System.Text;

namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>
/// Passes a tar archive on and refuses it at the first header (POSIX ustar) that announces more than its kind of entry ever has: the
/// reader behind makes room for what is announced, whether or not it is there.
/// </summary>
internal sealed class TarLimits(Stream tar) : Stream
{
    /// <summary>The largest file that is taken, twice that of a batch of photographs.</summary>
    public const long LargestFile = 64 << 20;

    private const int Block = 512, SizeAt = 124, SizeLength = 12, TypeAt = 156;

    // Long names and attributes of the next entry.
    private const string Notes = "LKxg";
    private const long LargestNote = 1 << 20;
    private readonly byte[] _header = new byte[Block];
    private int _filled;
    private long _skip;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = tar.Read(buffer);
        for (ReadOnlySpan<byte> rest = buffer[..read]; !rest.IsEmpty;)
        {
            int taken = (int)Math.Min(rest.Length, _skip > 0 ? _skip : Block - _filled);
            if (_skip > 0) _skip -= taken;
            else
            {
                rest[..taken].CopyTo(_header.AsSpan(_filled));
                _filled += taken;
            }
            rest = rest[taken..];
            if (_filled == Block) Check();
        }
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Check()
    {
        _filled = 0;
        Int128 size = SizeOf(_header.AsSpan(SizeAt, SizeLength));
        long limit = Notes.Contains((char)_header[TypeAt], StringComparison.Ordinal) ? LargestNote : LargestFile;
        if (size > limit)
            throw new InvalidDataException($"an entry of it announces {size:N0} bytes, where photographs have less than {LargestFile:N0}");
        _skip = ((long)size + Block - 1) / Block * Block;
    }

    /// <summary>Octal digits, or a big-endian number where the first bit is set; 0 where it is neither, which the reader refuses.</summary>
    private static Int128 SizeOf(ReadOnlySpan<byte> field)
    {
        if (field[0] >= 0x80)
            return field[..4].ContainsAnyExcept((byte)0, (byte)0x80) ? Int128.MaxValue : BinaryPrimitives.ReadUInt64BigEndian(field[4..]);
        Int128 size = 0;
        foreach (char digit in Encoding.ASCII.GetString(field).Trim(' ', '\0'))
        {
            if (digit is < '0' or > '7') return 0;
            size = size * 8 + (digit - '0');
        }
        return size;
    }
}
