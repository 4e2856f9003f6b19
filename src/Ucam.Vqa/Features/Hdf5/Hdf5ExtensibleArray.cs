using System.Numerics;

namespace Ucam.Vqa.Features.Hdf5;

/// <summary>
/// An extensible array of chunks (HDF5 File Format Specification Version 3.0, appendix on the extensible array index): the first elements
/// stand in the index block, further ones in data blocks that it points to, still further ones in data blocks of secondary blocks.
/// </summary>
internal sealed class Hdf5ExtensibleArray
{
    private const string What = "extensible array";
    private readonly Hdf5Bytes _file;
    private readonly int _size, _bits, _inIndex, _least, _pointers, _pageBits;
    private readonly long _index;

    private Hdf5ExtensibleArray(Hdf5Bytes file, long address)
    {
        _file = file;
        ReadOnlyMemory<byte> bytes = file.Summed(address, 12 + 6 * file.LengthSize + file.AddressSize, What);
        var head = new Hdf5Cursor(bytes.Span, file, What);
        head.Signature("EAHD"u8);
        head.Skip(2);
        (_size, _bits, _inIndex, _least, _pointers, _pageBits) = (head.U8(), head.U8(), head.U8(), head.U8(), head.U8(), head.U8());
        head.Skip(6 * file.LengthSize);
        _index = head.Address();
        if (_size == 0 || _bits > 64 || !int.IsPow2(_least) || !int.IsPow2(_pointers) || _pageBits > 32 || SecondaryBlocks < FirstSecondary)
            throw new InvalidDataException("an extensible array has impossible sizes");
    }

    private int SecondaryBlocks => 1 + _bits - BitOperations.Log2((uint)_least);

    // The data blocks of the first secondary blocks stand in the index block itself.
    private int FirstSecondary => 2 * BitOperations.Log2((uint)_pointers);

    private int Prefix => 6 + _file.AddressSize + (_bits + 7) / 8;

    /// <summary>All elements that are there, with their places.</summary>
    public static IEnumerable<(long Index, ReadOnlyMemory<byte> Bytes)> Elements(Hdf5Bytes file, long address) =>
        new Hdf5ExtensibleArray(file, address).All();

    private IEnumerable<(long, ReadOnlyMemory<byte>)> All()
    {
        if (_index == Hdf5Cursor.Undefined) yield break;
        int head = 6 + _file.AddressSize, blocks = 2 * (_pointers - 1), seconds = SecondaryBlocks - FirstSecondary;
        ReadOnlyMemory<byte> bytes = _file.Summed(_index, head + _inIndex * _size + (blocks + seconds) * _file.AddressSize, What);
        Signed(bytes.Span, "EAIB"u8);
        for (int i = 0; i < _inIndex; i++) yield return (i, bytes.Slice(head + i * _size, _size));
        ReadOnlyMemory<byte> addresses = bytes[(head + _inIndex * _size)..];
        Int128 start = _inIndex;
        for (int second = 0, block = 0; second < SecondaryBlocks && start < long.MaxValue / 2; second++)
        {
            Int128 count = Int128.One << second / 2, each = (Int128)_least << (second + 1) / 2;
            bool inIndex = second < FirstSecondary;
            long from = inIndex ? Hdf5Cursor.Undefined : Address(addresses, blocks + second - FirstSecondary);
            if (inIndex || from != Hdf5Cursor.Undefined)
            {
                var here = inIndex ? (addresses[(block * _file.AddressSize)..], default) : Secondary(from, count, each);
                if (inIndex) block += (int)count;
                foreach ((long, ReadOnlyMemory<byte>) element in Blocks(here, (long)start, (long)count, (long)each)) yield return element;
            }
            start += count * each;
        }
    }

    // Of data blocks that are paged, a secondary block tells which pages there are.
    private (ReadOnlyMemory<byte> Addresses, ReadOnlyMemory<byte> Pages) Secondary(long address, Int128 count, Int128 each)
    {
        Int128 map = each > 1L << _pageBits ? count * (((each >> _pageBits) + 7) / 8) : 0;
        ReadOnlyMemory<byte> bytes = _file.Summed(address, (long)Int128.Min(Prefix + map + count * _file.AddressSize, long.MaxValue / 2), What);
        Signed(bytes.Span, "EASB"u8);
        return (bytes[(Prefix + (int)map)..], bytes.Slice(Prefix, (int)map));
    }

    private IEnumerable<(long, ReadOnlyMemory<byte>)> Blocks(
        (ReadOnlyMemory<byte> Addresses, ReadOnlyMemory<byte> Pages) here, long start, long count, long each)
    {
        long inPage = 1L << _pageBits;
        bool paged = each > inPage;
        for (long block = 0; block < count; block++, start += each)
        {
            long address = Address(here.Addresses, block);
            if (address == Hdf5Cursor.Undefined) continue;
            ReadOnlyMemory<byte> bytes = _file.Summed(address, Length(Prefix, paged ? 0 : each), What);
            Signed(bytes.Span, "EADB"u8);
            for (long i = 0; !paged && i < each; i++) yield return (start + i, bytes.Slice(Prefix + (int)(i * _size), _size));
            for (long page = 0; paged && page < each / inPage; page++)
            {
                if (!here.Pages.IsEmpty && !Bit(here.Pages.Span, block * (each / inPage) + page)) continue;
                long at = address + Prefix + sizeof(uint) + page * (inPage * _size + sizeof(uint));
                ReadOnlyMemory<byte> elements = _file.Summed(at, Length(0, inPage), What);
                for (long i = 0; i < inPage; i++) yield return (start + page * inPage + i, elements.Slice((int)(i * _size), _size));
            }
        }
    }

    private long Length(int head, long elements) => (long)Int128.Min(head + (Int128)elements * _size, long.MaxValue / 2);

    private static bool Bit(ReadOnlySpan<byte> bits, long at) => (bits[(int)(at / 8)] & 0x80 >> (int)(at % 8)) != 0;

    private long Address(ReadOnlyMemory<byte> addresses, long at) =>
        new Hdf5Cursor(addresses.Span[(int)(at * _file.AddressSize)..], _file, What).Address();

    private void Signed(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature) => new Hdf5Cursor(bytes, _file, What).Signature(signature);
}
