namespace Ucam.Vqa.Features.Hdf5;

/// <summary>A fixed array of chunks (HDF5 File Format Specification Version 3.0, appendix on the fixed array index).</summary>
internal static class Hdf5FixedArray
{
    private const string What = "fixed array";

    /// <summary>All elements that are there, with their places.</summary>
    public static IEnumerable<(long Index, ReadOnlyMemory<byte> Bytes)> Elements(Hdf5Bytes file, long address)
    {
        (int size, int bits, long count, long block) = Head(file, address);
        if (block == Hdf5Cursor.Undefined) yield break;
        if (size == 0 || bits > 32 || count > file.Length)
            throw new InvalidDataException($"a fixed array is said to have {count:N0} elements of {size} bytes");
        int head = 6 + file.AddressSize;
        long inPage = 1L << bits, pages = count > inPage ? (count + inPage - 1) / inPage : 0, map = (pages + 7) / 8;
        ReadOnlyMemory<byte> bytes = file.Summed(block, head + (pages > 0 ? map : count * size), What);
        Begin(file, bytes.Span);
        if (pages == 0)
        {
            for (long i = 0; i < count; i++) yield return (i, bytes.Slice(head + (int)(i * size), size));
        }
        long at = block + head + map + sizeof(uint);
        for (long page = 0; page < pages; page++, at += inPage * size + sizeof(uint))
        {
            // The first page's bit is the highest of the first byte.
            if ((bytes.Span[head + (int)(page / 8)] & 0x80 >> (int)(page % 8)) == 0) continue;
            long here = Math.Min(inPage, count - page * inPage);
            ReadOnlyMemory<byte> elements = file.Summed(at, here * size, What);
            for (long i = 0; i < here; i++) yield return (page * inPage + i, elements.Slice((int)(i * size), size));
        }
    }

    private static (int Size, int Bits, long Count, long Block) Head(Hdf5Bytes file, long address)
    {
        ReadOnlyMemory<byte> bytes = file.Summed(address, 8 + file.LengthSize + file.AddressSize, What);
        var head = new Hdf5Cursor(bytes.Span, file, What);
        head.Signature("FAHD"u8);
        head.Skip(2);
        return (head.U8(), head.U8(), head.Length(), head.Address());
    }

    private static void Begin(Hdf5Bytes file, ReadOnlySpan<byte> bytes) => new Hdf5Cursor(bytes, file, What).Signature("FADB"u8);
}
