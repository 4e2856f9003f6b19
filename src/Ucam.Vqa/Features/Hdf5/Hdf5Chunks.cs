namespace Ucam.Vqa.Features.Hdf5;

/// <summary>Where a chunk lies: its address, its size as it is stored, and a bit for each filter that it went without.</summary>
internal readonly record struct Hdf5Chunk(long Address, long Size, uint Mask);

/// <summary>The chunks of a dataset, found by their index and unpacked as they are needed.</summary>
internal sealed class Hdf5Chunks(Hdf5Bytes file, Hdf5Dataset dataset, Hdf5Filters filters)
{
    // Chunks that several blocks of rows need are kept up to this.
    private const long KeptBytes = 256 << 20;
    private readonly Dictionary<long, Hdf5Chunk> _where = [];
    private readonly Dictionary<long, byte[]> _kept = [];
    private readonly Hdf5Grid _grid = Hdf5Grid.Of(dataset);
    private byte[] _packed = [], _chunk = [];
    private long _band = -1;

    /// <summary>Finds all chunks and holds them against the file.</summary>
    public void Find()
    {
        long size = _grid.ChunkLength * dataset.Type.Size;
        if (dataset.Layout.Address == Hdf5Cursor.Undefined) return;
        foreach ((long index, Hdf5Chunk chunk) in Hdf5ChunkIndex.Of(file, dataset, _grid, filters.None))
        {
            // An index has room for chunks beyond the sizes, after a dataset was made smaller.
            if (index < 0 || chunk.Address == Hdf5Cursor.Undefined) continue;
            Hdf5Chunk found = dataset.Layout.PlainEdges && _grid.IsEdge(index) ? chunk with { Mask = uint.MaxValue } : chunk;
            if (found.Size > Math.Min(file.Length, Array.MaxLength) || filters.None && found.Size != size)
                throw new InvalidDataException($"a chunk is said to have {found.Size:N0} bytes; its sizes come to {size:N0}");
            if (!_where.TryAdd(index, found)) throw new InvalidDataException("a chunk is there twice");
            file.Data(found.Address, found.Size, "data");
        }
    }

    public void Read(long first, long count, Span<byte> to)
    {
        long rows = _grid.Chunk[0];
        for (long band = first / rows; band <= (first + count - 1) / rows; band++)
        {
            if (band != _band) _kept.Clear();
            _band = band;
            // Kept where this block does not take all of a chunk.
            bool parted = first > band * rows || first + count < (band + 1) * rows;
            bool keep = parted && _grid.InBand * _grid.ChunkLength * dataset.Type.Size <= KeptBytes;
            for (long i = 0; i < _grid.InBand; i++)
            {
                long index = band * _grid.InBand + i;
                _grid.Copy(index, Chunk(index, keep), dataset.Type.Size, first, to);
            }
        }
    }

    private byte[] Chunk(long index, bool keep)
    {
        if (_kept.TryGetValue(index, out byte[]? kept)) return kept;
        int size = checked((int)(_grid.ChunkLength * dataset.Type.Size));
        if (keep || _chunk.Length != size) _chunk = new byte[size];
        if (keep) _kept[index] = _chunk;
        if (!_where.TryGetValue(index, out Hdf5Chunk where))
        {
            dataset.Blank(_chunk);
        }
        else if (filters.None)
        {
            file.Read(where.Address, _chunk);
        }
        else
        {
            if (_packed.Length < where.Size) _packed = new byte[where.Size];
            file.Read(where.Address, _packed.AsSpan(0, (int)where.Size));
            filters.Unpack(ref _packed, (int)where.Size, _chunk, where.Mask);
        }
        return _chunk;
    }
}
