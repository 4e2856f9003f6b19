namespace Ucam.Vqa.Features.Hdf5;

/// <summary>
/// The bytes of an HDF5 file, given out in blocks that lie within it. What all blocks of its structures take together is bounded by a
/// multiple of the file's length, so that structures that lead in circles, or announce more than there is, end.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class Hdf5Bytes(string path) : IDisposable
{
    // Each of the two datasets is looked for once; a block costs its length and something for itself.
    private const int Times = 8, Least = 1 << 16, EachBlock = 16;
    private readonly FileStream _file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    private readonly List<(long Start, long End, bool Data)> _regions = [];
    private long _spent;

    public long Length => _file.Length;

    /// <summary>Where address 0 lies; set from the superblock, as are the next two.</summary>
    public long Base { get; set; }

    public int AddressSize { get; set; } = 8;

    public int LengthSize { get; set; } = 8;

    /// <summary>Whether checksums are held against what they sum; tests of damage go past them.</summary>
    public bool Checksums { get; init; } = true;

    /// <summary>A part of a structure.</summary>
    /// <param name="address">Where, from the base.</param>
    /// <param name="length">How much.</param>
    /// <param name="what">The structure, for the message.</param>
    public byte[] Block(long address, long length, string what)
    {
        Check(address, length, what);
        _spent += length + EachBlock;
        if (_spent > Times * Length + Least) throw new InvalidDataException("its structures lead in circles or announce more than there is");
        byte[] block = new byte[length];
        Read(address, block);
        _regions.Add((Base + address, Base + address + length, false));
        return block;
    }

    /// <summary>A structure that a checksum ends (lookup3, in its last 4 bytes), without it.</summary>
    public ReadOnlyMemory<byte> Summed(long address, long length, string what)
    {
        // A field that announces next to nothing would have its own checksum lie before it.
        Check(address, length, what);
        byte[] block = Block(address, length + sizeof(uint), what);
        var sum = new Hdf5Cursor(block.AsSpan((int)length), this, what);
        if (Checksums && sum.U32() != Hdf5Checksum.Lookup3(block.AsSpan(0, (int)length)))
            throw new InvalidDataException($"the checksum of its {what} at byte {Base + address:N0} does not match");
        return block.AsMemory(0, (int)length);
    }

    /// <summary>Takes note of a region that is to hold data.</summary>
    public void Data(long address, long length, string what)
    {
        Check(address, length, what);
        if (length > 0) _regions.Add((Base + address, Base + address + length, true));
    }

    /// <summary>Refuses data that lie where a structure or other data lie: no HDF5 file has that.</summary>
    public void RefuseOverlaps()
    {
        _regions.Sort();
        long data = 0, any = 0;
        foreach ((long start, long end, bool isData) in _regions)
        {
            if (start < (isData ? any : data)) throw new InvalidDataException($"data are said to lie at byte {start:N0}, where something else lies");
            any = Math.Max(any, end);
            if (isData) data = Math.Max(data, end);
        }
    }

    public void Read(long address, Span<byte> to)
    {
        _file.Position = Base + address;
        _file.ReadExactly(to);
    }

    public void Dispose() => _file.Dispose();

    private void Check(long address, long length, string what)
    {
        bool fits = length <= Array.MaxLength || what.EndsWith("data", StringComparison.Ordinal);
        if (address < 0 || length < 0 || !fits || address > Length - Base - length)
            throw new InvalidDataException($"its {what} is said to have {length:N0} bytes at byte {address:N0}; the file has {Length:N0}");
    }
}
