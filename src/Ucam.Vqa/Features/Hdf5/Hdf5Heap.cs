namespace Ucam.Vqa.Features.Hdf5;

/// <summary>
/// A fractal heap (HDF5 File Format Specification Version 3.0, section III.G): where its direct blocks lie, and objects in them. Huge
/// and tiny objects, and blocks that are filtered, are not read: no link's name needs them.
/// </summary>
internal sealed class Hdf5Heap
{
    private const string What = "fractal heap";
    private readonly Hdf5Bytes _file;
    private readonly List<(long Offset, long Size, long Address)> _blocks = [];
    private readonly int _offsetSize, _lengthSize, _width, _directRows;
    private readonly long _start, _most;

    public Hdf5Heap(Hdf5Bytes file, long address)
    {
        _file = file;
        ReadOnlyMemory<byte> bytes = file.Summed(address, 22 + 12 * file.LengthSize + 3 * file.AddressSize, What);
        var head = new Hdf5Cursor(bytes.Span, file, What);
        head.Signature("FRHP"u8);
        head.Skip(3);
        if (head.U16() != 0) throw new InvalidDataException("a fractal heap is filtered, which is not read here");
        head.Skip(1);
        long mostObject = head.U32();
        head.Skip(2 * file.AddressSize + 10 * file.LengthSize);
        _width = head.U16();
        (_start, _most) = (head.Length(), head.Length());
        int bits = head.U16();
        head.Skip(2);
        long root = head.Address();
        int rows = head.U16();
        if (!long.IsPow2(_start) || !long.IsPow2(_most) || _most < _start || _width == 0 || bits > 64)
            throw new InvalidDataException("a fractal heap has impossible sizes");
        (_offsetSize, _lengthSize) = ((bits + 7) / 8, Math.Min(Bytes(_most), Bytes(Math.Max(1, mostObject))));
        _directRows = (int)(long.Log2(_most) - long.Log2(_start)) + 2;
        if (root == Hdf5Cursor.Undefined) return;
        if (rows == 0) _blocks.Add((0, _start, root));
        else Collect(root, rows);
        _blocks.Sort();
    }

    /// <summary>The object that an identifier names.</summary>
    public ReadOnlySpan<byte> Object(ReadOnlySpan<byte> id)
    {
        var cursor = new Hdf5Cursor(id, _file, "fractal heap's identifier");
        if ((cursor.U8() & 0xF0) != 0) throw new InvalidDataException("a fractal heap has huge or tiny objects, which are not read here");
        long offset = cursor.Length(_offsetSize), length = cursor.Length(_lengthSize);
        int at = _blocks.BinarySearch((offset, long.MaxValue, 0)) is var found && found < 0 ? ~found - 1 : found;
        if (at < 0 || offset - _blocks[at].Offset >= _blocks[at].Size || length > _blocks[at].Size - (offset - _blocks[at].Offset))
            throw new InvalidDataException("an object lies outside its fractal heap");
        return _file.Block(_blocks[at].Address + offset - _blocks[at].Offset, length, What);
    }

    // An indirect block has rows of so many blocks each; the first two rows' have the starting size, each further row's twice the last.
    private void Collect(long root, int rows)
    {
        var open = new Stack<(long Address, int Rows, long Offset)>([(root, rows, 0)]);
        while (open.TryPop(out (long Address, int Rows, long Offset) block))
        {
            if (block.Rows <= 0) throw new InvalidDataException("a fractal heap has impossible sizes");
            int head = 5 + _file.AddressSize + _offsetSize;
            ReadOnlyMemory<byte> bytes = _file.Summed(block.Address, head + (long)block.Rows * _width * _file.AddressSize, What);
            var cursor = new Hdf5Cursor(bytes.Span, _file, What);
            cursor.Signature("FHIB"u8);
            cursor.Skip(head - 4);
            long at = block.Offset;
            for (long i = 0; i < (long)block.Rows * _width; i++)
            {
                int row = (int)(i / _width);
                Int128 size = row < 2 ? _start : (Int128)_start << Math.Min(row - 1, 63);
                long child = cursor.Address();
                if (child != Hdf5Cursor.Undefined && row < _directRows) _blocks.Add((at, (long)size, child));
                else if (child != Hdf5Cursor.Undefined) open.Push((child, row - (int)double.Log2(_width), at));
                at = (long)Int128.Min(at + size, long.MaxValue / 2);
            }
        }
    }

    private static int Bytes(long most) => (int)(long.Log2(most) + 7) / 8;
}
