namespace Ucam.Vqa.Features.Hdf5;

/// <summary>The grid that chunks divide a dataset into. Chunks are numbered in order, the last dimension fastest.</summary>
internal sealed class Hdf5Grid
{
    private readonly long[] _sizes, _counts;

    private Hdf5Grid(long[] sizes, long[] chunk)
    {
        (_sizes, Chunk) = (sizes, chunk);
        _counts = [.. sizes.Zip(chunk, (size, each) => (size + each - 1) / each)];
        ChunkLength = chunk.Aggregate(1L, (product, n) => product * n);
        InBand = _counts[1..].Aggregate(1L, (product, n) => product * n);
    }

    /// <summary>A chunk's size in each dimension.</summary>
    public long[] Chunk { get; }

    /// <summary>Numbers in a chunk.</summary>
    public long ChunkLength { get; }

    /// <summary>Chunks that lie at the same entries of the first dimension.</summary>
    public long InBand { get; }

    /// <summary>Chunks in each dimension.</summary>
    public IReadOnlyList<long> Counts => _counts;

    public static Hdf5Grid Of(Hdf5Dataset dataset)
    {
        ulong[] sizes = dataset.Space.Sizes, chunk = dataset.Layout.Chunk;
        bool fits = sizes.Length > 0 && chunk.Length == sizes.Length + 1;
        if (!fits || chunk[..^1].Any(n => n is 0 or > int.MaxValue) || chunk[^1] != (ulong)dataset.Type.Size)
            throw new InvalidDataException($"its chunks are said to be [{string.Join(',', chunk)}] where its sizes are [{string.Join(',', sizes)}]");
        if (sizes.Any(n => n > long.MaxValue / 2)) throw new InvalidDataException($"its sizes are said to be [{string.Join(',', sizes)}]");
        return new Hdf5Grid([.. sizes.Select(n => (long)n)], [.. chunk[..^1].Select(n => (long)n)]);
    }

    /// <summary>The number of the chunk at a place in the grid; -1 outside it.</summary>
    public long Number(ReadOnlySpan<long> place)
    {
        long number = 0;
        for (int d = 0; d < _counts.Length; d++)
        {
            if (place[d] < 0 || place[d] >= _counts[d]) return -1;
            number = number * _counts[d] + place[d];
        }
        return number;
    }

    /// <summary>Whether a chunk stands over the dataset's edge.</summary>
    public bool IsEdge(long number)
    {
        for (int d = _counts.Length - 1; d >= 0; number /= _counts[d--])
        {
            if ((number % _counts[d] + 1) * Chunk[d] > _sizes[d]) return true;
        }
        return false;
    }

    /// <summary>Copies of a chunk what a block of rows takes.</summary>
    /// <param name="number">The chunk's number.</param>
    /// <param name="from">The chunk.</param>
    /// <param name="size">Bytes a number.</param>
    /// <param name="first">The first row of the block.</param>
    /// <param name="to">The block: whole rows.</param>
    public void Copy(long number, ReadOnlySpan<byte> from, long size, long first, Span<byte> to)
    {
        int rank = _counts.Length;
        Span<long> start = stackalloc long[rank], count = stackalloc long[rank], at = stackalloc long[rank];
        long row = size;
        for (int d = rank - 1; d >= 0; number /= _counts[d--])
        {
            start[d] = number % _counts[d] * Chunk[d];
            count[d] = Math.Min(Chunk[d], _sizes[d] - start[d]);
            if (d > 0) row *= _sizes[d];
        }
        // Of the first dimension only the rows of the block.
        at[0] = Math.Max(0, first - start[0]);
        count[0] = Math.Min(count[0], first + to.Length / row - start[0]);
        int run = (int)(count[^1] * size);
        if (rank == 1) (run, count[0]) = ((int)((count[0] - at[0]) * size), Math.Min(count[0], at[0] + 1));
        while (at[0] < count[0])
        {
            long source = 0, target = 0;
            for (int d = 0; d < rank; d++)
            {
                source = source * Chunk[d] + at[d];
                target = target * (d == 0 ? 1 : _sizes[d]) + start[d] + at[d] - (d == 0 ? first : 0);
            }
            from.Slice((int)(source * size), run).CopyTo(to[(int)(target * size)..]);
            for (int d = Math.Max(0, rank - 2); d >= 0 && ++at[d] >= count[d] && d > 0; d--) at[d] = 0;
        }
    }
}
