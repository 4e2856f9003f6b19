namespace Ucam.Vqa.Features.Hdf5;

/// <summary>
/// Goes through the index of a dataset's chunks (HDF5 File Format Specification Version 3.0, appendix on chunk indexing types, and
/// section III.A for B-trees). An entry takes bytes of the file, so there are no more of them than the file has room for.
/// </summary>
internal static class Hdf5ChunkIndex
{
    /// <summary>The chunks with their numbers in the grid; -1 for those outside it.</summary>
    public static IEnumerable<(long Number, Hdf5Chunk Chunk)> Of(Hdf5Bytes file, Hdf5Dataset dataset, Hdf5Grid grid, bool plain)
    {
        long whole = grid.ChunkLength * dataset.Type.Size;
        long address = dataset.Layout.Address;
        return dataset.Layout.Index switch
        {
            Hdf5Index.OldTree => OldTree(file, address, grid),
            Hdf5Index.Single => Single(dataset, grid, whole, plain),
            Hdf5Index.Implicit => Implicit(file, dataset, grid, whole),
            Hdf5Index.FixedArray => InOrder(dataset, grid, Hdf5FixedArray.Elements(file, address), new Entries(file, whole, plain)),
            Hdf5Index.ExtensibleArray => InOrder(dataset, grid, Hdf5ExtensibleArray.Elements(file, address), new Entries(file, whole, plain)),
            _ => Tree(file, address, grid, new Entries(file, whole, plain)),
        };
    }

    // A key has the chunk's size, its mask, and its offset in each dimension and in bytes of a number.
    private static IEnumerable<(long, Hdf5Chunk)> OldTree(Hdf5Bytes file, long address, Hdf5Grid grid)
    {
        int rank = grid.Chunk.Length;
        foreach (Hdf5TreeEntry entry in Hdf5OldTree.Entries(file, address, type: 1, 8 + 8 * (rank + 1)))
        {
            var place = new long[rank];
            var key = new Hdf5Cursor(entry.Key.Span, file, "chunk's key");
            long size = key.U32();
            uint mask = key.U32();
            for (int d = 0; d < rank; d++) place[d] = key.Length(sizeof(long)) / grid.Chunk[d];
            yield return (grid.Number(place), new Hdf5Chunk(entry.Child, size, mask));
        }
    }

    private static IEnumerable<(long, Hdf5Chunk)> Single(Hdf5Dataset dataset, Hdf5Grid grid, long whole, bool plain)
    {
        if (!plain && dataset.Layout.Size is null && !dataset.Layout.PlainEdges) throw new InvalidDataException("its chunk has no size");
        var only = new Hdf5Chunk(dataset.Layout.Address, dataset.Layout.Size ?? whole, dataset.Layout.Mask);
        yield return (grid.Number(new long[grid.Chunk.Length]), only);
    }

    // All chunks lie one after another, so the dataset fills that part of the file.
    private static IEnumerable<(long, Hdf5Chunk)> Implicit(Hdf5Bytes file, Hdf5Dataset dataset, Hdf5Grid grid, long whole)
    {
        Int128 count = Counts(dataset, grid).Aggregate((Int128)1, (product, n) => product > long.MaxValue ? product : product * n);
        if (count * whole > file.Length) throw new InvalidDataException($"its {count:N0} chunks need more than the file's {file.Length:N0} bytes");
        Func<long, long> number = Numbering(dataset, grid);
        for (long i = 0; i < (long)count; i++) yield return (number(i), new Hdf5Chunk(dataset.Layout.Address + i * whole, whole, 0));
    }

    private static IEnumerable<(long, Hdf5Chunk)> InOrder(
        Hdf5Dataset dataset, Hdf5Grid grid, IEnumerable<(long Index, ReadOnlyMemory<byte> Bytes)> elements, Entries entries)
    {
        Func<long, long> number = Numbering(dataset, grid);
        foreach ((long index, ReadOnlyMemory<byte> bytes) in elements) yield return (number(index), entries.Read(bytes.Span));
    }

    private static IEnumerable<(long, Hdf5Chunk)> Tree(Hdf5Bytes file, long address, Hdf5Grid grid, Entries entries)
    {
        int rank = grid.Chunk.Length;
        foreach (ReadOnlyMemory<byte> record in Hdf5Tree.Records(file, address, entries.Plain ? 10 : 11))
        {
            Hdf5Chunk chunk = entries.Read(record.Span[..Math.Max(0, record.Length - 8 * rank)]);
            var place = new long[rank];
            var offsets = new Hdf5Cursor(record.Span[Math.Max(0, record.Length - 8 * rank)..], file, "chunk's record");
            for (int d = 0; d < rank; d++) place[d] = offsets.Length(sizeof(long));
            yield return (grid.Number(place), chunk);
        }
    }

    // Arrays number the chunks by the sizes that the dataset may grow to; the dimension without an end comes first.
    private static Func<long, long> Numbering(Hdf5Dataset dataset, Hdf5Grid grid)
    {
        ulong[] most = dataset.Space.Most;
        int rank = grid.Chunk.Length, unlimited = Math.Max(0, Array.LastIndexOf(most, ulong.MaxValue));
        int[] order = [unlimited, .. Enumerable.Range(0, rank).Where(d => d != unlimited)];
        long[] all = Counts(dataset, grid), counts = [.. order.Select(d => all[d])];
        var place = new long[rank];
        return index =>
        {
            for (int i = rank - 1; i >= 0; i--)
            {
                if (counts[i] == 0) return -1;
                place[order[i]] = i == 0 ? index : index % counts[i];
                index /= counts[i];
            }
            return grid.Number(place);
        };
    }

    // Chunks in each dimension, once the dataset has grown to the most.
    private static long[] Counts(Hdf5Dataset dataset, Hdf5Grid grid) =>
        [.. dataset.Space.Most.Zip(grid.Chunk, (most, each) =>
            (long)Math.Min(most / (ulong)each + (most % (ulong)each > 0 ? 1u : 0u), long.MaxValue))];

    /// <summary>Reads what an index tells of a chunk: its address and, where it is filtered, its size and its mask.</summary>
    private sealed record Entries(Hdf5Bytes File, long Whole, bool Plain)
    {
        public Hdf5Chunk Read(ReadOnlySpan<byte> bytes)
        {
            var entry = new Hdf5Cursor(bytes, File, "chunk's entry");
            long address = entry.Address();
            return Plain ? new Hdf5Chunk(address, Whole, 0) : new Hdf5Chunk(address, entry.Length(entry.Left - sizeof(uint)), entry.U32());
        }
    }
}
