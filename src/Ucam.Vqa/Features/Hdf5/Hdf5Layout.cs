namespace Ucam.Vqa.Features.Hdf5;

internal enum Hdf5LayoutKind { Compact, Contiguous, Chunked }

/// <summary>How the chunks of a dataset are found (the values of version 4's chunk indexing types; 0 is the B-tree of version 1).</summary>
internal enum Hdf5Index { OldTree, Single, Implicit, FixedArray, ExtensibleArray, Tree }

/// <summary>Where the bytes of a dataset lie (HDF5 File Format Specification Version 3.0, section IV.A.2.i).</summary>
internal sealed record Hdf5Layout(Hdf5LayoutKind Kind, long Address)
{
    private const string What = "data layout";

    /// <summary>Of a contiguous one, where it is told; of a single chunk that is filtered.</summary>
    public long? Size { get; private init; }

    /// <summary>The data of a compact one.</summary>
    public ReadOnlyMemory<byte> Compact { get; private init; }

    /// <summary>A chunk's size in each dimension, and in bytes a number.</summary>
    public ulong[] Chunk { get; private init; } = [];

    public Hdf5Index Index { get; private init; }

    /// <summary>The filters that a single chunk goes without.</summary>
    public uint Mask { get; private init; }

    /// <summary>Whether chunks that stand over the edge are not filtered.</summary>
    public bool PlainEdges { get; private init; }

    public static Hdf5Layout Read(Hdf5Bytes file, ReadOnlyMemory<byte> body)
    {
        var cursor = new Hdf5Cursor(body.Span, file, What);
        int version = cursor.U8();
        if (version is 1 or 2) return Old(file, body, ref cursor);
        int kind = cursor.U8();
        return (version, kind) switch
        {
            (3 or 4, 0) => new Hdf5Layout(Hdf5LayoutKind.Compact, Hdf5Cursor.Undefined) { Compact = Inside(body, ref cursor, cursor.U16()) },
            (3 or 4, 1) => new Hdf5Layout(Hdf5LayoutKind.Contiguous, cursor.Address()) { Size = cursor.Length() },
            (3, 2) => Chunked3(ref cursor),
            (4, 2) => Chunked4(ref cursor),
            (4, 3) => throw new InvalidDataException("a virtual dataset has its data in other files, which are not followed"),
            _ => throw new InvalidDataException($"a data layout of version {version} and class {kind} is not known"),
        };
    }

    // Versions 1 and 2: the rank and the class, then the address of all but compact ones, and a size in each dimension.
    private static Hdf5Layout Old(Hdf5Bytes file, ReadOnlyMemory<byte> body, ref Hdf5Cursor cursor)
    {
        int rank = cursor.U8(), kind = cursor.U8();
        cursor.Skip(5);
        if (kind > 2) throw new InvalidDataException($"a data layout of class {kind} is not known");
        long address = kind == 0 ? Hdf5Cursor.Undefined : cursor.Address();
        ulong[] sizes = Sizes(ref cursor, rank, sizeof(uint));
        if (kind == 2) return new Hdf5Layout(Hdf5LayoutKind.Chunked, address) { Chunk = sizes };
        return kind == 1
            ? new Hdf5Layout(Hdf5LayoutKind.Contiguous, address)
            : new Hdf5Layout(Hdf5LayoutKind.Compact, address) { Compact = Inside(body, ref cursor, cursor.U32()) };
    }

    private static Hdf5Layout Chunked3(ref Hdf5Cursor cursor)
    {
        int rank = cursor.U8();
        return new Hdf5Layout(Hdf5LayoutKind.Chunked, cursor.Address()) { Chunk = Sizes(ref cursor, rank, sizeof(uint)) };
    }

    private static Hdf5Layout Chunked4(ref Hdf5Cursor cursor)
    {
        int flags = cursor.U8(), rank = cursor.U8(), each = cursor.U8();
        ulong[] chunk = Sizes(ref cursor, rank, each);
        int index = cursor.U8();
        if (index is < 1 or > 5) throw new InvalidDataException($"chunks are indexed in a way that is not known ({index})");
        (long? size, uint mask) = (Hdf5Index)index == Hdf5Index.Single && (flags & 2) != 0 ? ((long?)cursor.Length(), cursor.U32()) : (null, 0);
        // What follows repeats what the index itself tells.
        cursor.Skip((Hdf5Index)index switch { Hdf5Index.FixedArray => 1, Hdf5Index.ExtensibleArray => 5, Hdf5Index.Tree => 6, _ => 0 });
        return new Hdf5Layout(Hdf5LayoutKind.Chunked, cursor.Address())
        {
            Chunk = chunk,
            Index = (Hdf5Index)index,
            Size = size,
            Mask = mask,
            PlainEdges = (flags & 1) != 0,
        };
    }

    private static ReadOnlyMemory<byte> Inside(ReadOnlyMemory<byte> body, ref Hdf5Cursor cursor, long size)
    {
        int at = body.Length - cursor.Left;
        return body.Slice(at, cursor.Take(size).Length);
    }

    private static ulong[] Sizes(ref Hdf5Cursor cursor, int rank, int each)
    {
        // A chunk's sizes end with that of a number.
        if (rank > Hdf5Space.MostDimensions + 1) throw new InvalidDataException($"a data layout has {rank} dimensions");
        var sizes = new ulong[rank];
        for (int i = 0; i < rank; i++) sizes[i] = cursor.Unsigned(each);
        return sizes;
    }
}
