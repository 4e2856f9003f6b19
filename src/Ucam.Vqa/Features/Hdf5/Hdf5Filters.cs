using System.IO.Compression;

namespace Ucam.Vqa.Features.Hdf5;

/// <summary>The filters that chunks are packed by (HDF5 File Format Specification Version 3.0, section IV.A.2.l).</summary>
internal sealed class Hdf5Filters
{
    private const int Deflate = 1, Shuffle = 2, Fletcher = 3, Named = 256, MostFilters = 32;
    private readonly List<(int Id, uint First)> _filters = [];
    private byte[] _spare = [];

    public bool None => _filters.Count == 0;

    /// <summary>How many times its size a chunk can become: deflate packs 1,032 times at most.</summary>
    public int Expands => _filters.Any(f => f.Id == Deflate) ? 1032 : 1;

    public static Hdf5Filters Read(Hdf5Bytes file, ReadOnlyMemory<byte>? body)
    {
        var filters = new Hdf5Filters();
        if (body is not { } bytes) return filters;
        var cursor = new Hdf5Cursor(bytes.Span, file, "filter pipeline");
        int version = cursor.U8(), count = cursor.U8();
        if (version is not (1 or 2) || count > MostFilters)
            throw new InvalidDataException($"a filter pipeline has version {version} and {count} filters");
        if (version == 1) cursor.Skip(6);
        for (int i = 0; i < count; i++)
        {
            int id = cursor.U16(), name = version == 1 || id >= Named ? cursor.U16() : 0;
            cursor.Skip(2);
            int values = cursor.U16();
            cursor.Skip(version == 1 ? (name + 7) / 8 * 8 : name);
            uint first = values > 0 ? cursor.U32() : 0;
            cursor.Skip(Math.Max(0, values - 1) * sizeof(uint) + (version == 1 && values % 2 == 1 ? sizeof(uint) : 0));
            filters._filters.Add((id, first));
        }
        if (filters._filters.Count(f => f.Id == Deflate) > 1) throw new InvalidDataException("its filters deflate twice");
        return filters;
    }

    /// <summary>Undoes the filters of a chunk.</summary>
    /// <param name="packed">As it is stored; a buffer that is changed for another.</param>
    /// <param name="length">How much of the buffer.</param>
    /// <param name="chunk">Takes it unpacked.</param>
    /// <param name="mask">A bit for each filter that it went without.</param>
    public void Unpack(ref byte[] packed, int length, Span<byte> chunk, uint mask)
    {
        for (int i = _filters.Count - 1; i >= 0; i--)
        {
            if ((mask >> i & 1) != 0) continue;
            if (_filters[i].Id == Fletcher)
            {
                length = Summed(packed, length);
                continue;
            }
            // Room for the chunk and the sums that filters before this one put behind it.
            if (_spare.Length < chunk.Length + sizeof(uint) * MostFilters) _spare = new byte[chunk.Length + sizeof(uint) * MostFilters];
            byte[] next = _spare;
            length = _filters[i].Id switch
            {
                Deflate => Inflated(packed, length, next),
                Shuffle => Unshuffled(packed.AsSpan(0, length), next, _filters[i].First),
                int id => throw new InvalidDataException($"Could not find filter with ID '{id}'."),
            };
            (packed, _spare) = (next, packed);
        }
        if (length != chunk.Length) throw new InvalidDataException($"a chunk has {length:N0} bytes; it is said to have {chunk.Length:N0}");
        packed.AsSpan(0, length).CopyTo(chunk);
    }

    private static int Summed(byte[] bytes, int length)
    {
        int data = length - sizeof(uint);
        if (data < 0 || BitConverter.ToUInt32(bytes, data) != Hdf5Checksum.Fletcher32(bytes.AsSpan(0, data)))
            throw new InvalidDataException("the checksum of a chunk does not match");
        return data;
    }

    private static int Inflated(byte[] from, int length, byte[] to)
    {
        using var stream = new ZLibStream(new MemoryStream(from, 0, length, writable: false), CompressionMode.Decompress);
        int read = stream.ReadAtLeast(to, to.Length, throwOnEndOfStream: false);
        return stream.ReadByte() < 0 ? read : throw new InvalidDataException("a chunk holds more than it is said to");
    }

    // All first bytes stood together, then all second ones; what is left over stood as it was.
    private static int Unshuffled(ReadOnlySpan<byte> from, byte[] to, uint size)
    {
        int count = size is 0 or > int.MaxValue ? 0 : from.Length / (int)size;
        if (from.Length > to.Length) throw new InvalidDataException("a chunk holds more than it is said to");
        for (int part = 0; count > 0 && part < size; part++)
        {
            ReadOnlySpan<byte> plane = from.Slice(part * count, count);
            for (int i = 0, at = part; i < plane.Length; i++, at += (int)size) to[at] = plane[i];
        }
        from[(count * (int)Math.Min(size, int.MaxValue))..].CopyTo(to.AsSpan(count * (int)Math.Min(size, int.MaxValue)));
        return from.Length;
    }
}
