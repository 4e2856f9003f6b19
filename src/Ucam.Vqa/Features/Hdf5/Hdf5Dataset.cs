namespace Ucam.Vqa.Features.Hdf5;

/// <summary>
/// A dataset of whole numbers or floats: what its header announces, held against the file's length before anything is made room for.
/// </summary>
internal sealed class Hdf5Dataset
{
    private readonly Hdf5Bytes _file;
    private readonly Hdf5Chunks? _chunks;

    public Hdf5Dataset(Hdf5Bytes file, long address)
    {
        _file = file;
        List<Hdf5Message> messages = Hdf5Header.Read(file, address);
        ReadOnlyMemory<byte> Body(int type, string what) =>
            Hdf5Header.Body(file, messages, type) ?? throw new InvalidDataException($"it has no {what}");
        if (messages.Any(m => m.Type == Hdf5Header.External)) throw new InvalidDataException("its data lie in other files, which are not followed");
        Type = Hdf5Type.Read(file, Body(Hdf5Header.Datatype, "datatype").Span);
        Space = Hdf5Space.Read(file, Body(Hdf5Header.Dataspace, "dataspace").Span);
        Layout = Hdf5Layout.Read(file, Body(Hdf5Header.Layout, "data layout"));
        Fill = ReadFill(messages);
        var filters = Hdf5Filters.Read(file, Hdf5Header.Body(file, messages, Hdf5Header.Filters));
        bool chunked = Layout.Kind == Hdf5LayoutKind.Chunked;
        Int128 most = (Int128)file.Length * (chunked ? filters.Expands : 1), whole = Product(Space.Sizes, Type.Size);
        Int128 chunk = chunked ? Product(Layout.Chunk.SkipLast(1), Type.Size) : 0;
        if (whole > most || chunk > most)
            throw new InvalidDataException($"it announces {Int128.Max(whole, chunk):N0} bytes, more than a file of {file.Length:N0} can hold");
        if (chunked) _chunks = new Hdf5Chunks(file, this, filters);
        else CheckPlace((long)whole);
    }

    public Hdf5Type Type { get; }

    public Hdf5Space Space { get; }

    public Hdf5Layout Layout { get; }

    /// <summary>What a number is that was never written; empty for 0.</summary>
    public ReadOnlyMemory<byte> Fill { get; }

    /// <summary>Finds the chunks of a chunked dataset.</summary>
    public void Prepare() => _chunks?.Find();

    /// <summary>Reads entries of the first dimension, whole, in order.</summary>
    public void Read(long first, long count, Span<byte> to)
    {
        long row = to.Length / count;
        if (_chunks is not null) _chunks.Read(first, count, to);
        else if (Layout.Kind == Hdf5LayoutKind.Compact) Layout.Compact.Span.Slice((int)(first * row), to.Length).CopyTo(to);
        else if (Layout.Address == Hdf5Cursor.Undefined) Blank(to);
        else _file.Read(Layout.Address + first * row, to);
    }

    /// <summary>Fills room for what was never written.</summary>
    public void Blank(Span<byte> to)
    {
        if (Fill.IsEmpty) to.Clear();
        for (; !Fill.IsEmpty && !to.IsEmpty; to = to[Fill.Length..]) Fill.Span.CopyTo(to);
    }

    private void CheckPlace(long whole)
    {
        long size = Layout.Kind == Hdf5LayoutKind.Compact ? Layout.Compact.Length : Layout.Size ?? whole;
        bool there = Layout.Kind == Hdf5LayoutKind.Compact || Layout.Address != Hdf5Cursor.Undefined;
        if (there && size != whole) throw new InvalidDataException($"its data are said to have {size:N0} bytes; its sizes come to {whole:N0}");
        if (there && Layout.Kind == Hdf5LayoutKind.Contiguous) _file.Data(Layout.Address, size, "data");
    }

    // HDF5 File Format Specification Version 3.0, sections IV.A.2.e and f.
    private ReadOnlyMemory<byte> ReadFill(List<Hdf5Message> messages)
    {
        const string What = "fill value";
        ReadOnlyMemory<byte> body;
        bool old = Hdf5Header.Body(_file, messages, Hdf5Header.Fill) is null;
        if (Hdf5Header.Body(_file, messages, old ? Hdf5Header.OldFill : Hdf5Header.Fill) is { } found) body = found;
        else return default;
        var cursor = new Hdf5Cursor(body.Span, _file, What);
        if (!old)
        {
            int version = cursor.U8();
            if (version is < 1 or > 3) throw new InvalidDataException($"a fill value has version {version}");
            // Version 3 has one byte of flags for what earlier ones have three bytes for.
            bool defined = version == 3 ? (cursor.U8() & 32) != 0 : cursor.Take(3)[2] != 0 || version == 1;
            if (!defined || cursor.Left == 0) return default;
        }
        long size = cursor.U32();
        int at = body.Length - cursor.Left;
        cursor.Skip(size);
        if (size != 0 && size != Type.Size) throw new InvalidDataException($"its fill value has {size:N0} bytes; its numbers have {Type.Size:N0}");
        return body.Slice(at, (int)size);
    }

    // Above any file there is, a product only grows.
    private static Int128 Product(IEnumerable<ulong> sizes, long size) =>
        sizes.Aggregate((Int128)size, (product, n) => n == 0 ? 0 : product > long.MaxValue ? product : product * n);
}
