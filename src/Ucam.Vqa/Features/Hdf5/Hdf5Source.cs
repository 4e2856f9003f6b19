using System.Buffers.Binary;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features.Hdf5;

/// <summary>An opened HDF5 file of features: its sizes, its ids, and blocks of rows.</summary>
internal sealed class Hdf5Source : IDisposable
{
    private const string Features = FeatureFile.FeaturesName, IdsName = FeatureFile.IdsName;
    private const long BytesAtOnce = 64 << 20;
    private readonly string _path;
    private readonly Hdf5Bytes _file;
    private readonly Hdf5Group _root;
    private readonly Hdf5Dataset _features;
    private readonly int _size;

    private Hdf5Source(string path, Hdf5Bytes file)
    {
        (_path, _file) = (path, file);
        _root = new Hdf5Group(file, Hdf5Superblock.Root(file, path));
        _features = Dataset(Features, 4);
        Hdf5Type type = _features.Type;
        if (type.Class != Hdf5Type.Float || type.Size is not (2 or 4 or 8) || !type.Plain)
            throw Wrong(Features, "does not hold 16-, 32- or 64-bit floats");
        _size = (int)type.Size;
        ulong[] shape = _features.Space.Sizes;
        if (shape.Any(n => n is 0 or > int.MaxValue)) throw Wrong(Features, $"has shape [{string.Join(',', shape)}]");
        (Count, Channels, Rows, Columns) = ((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]);
        Int128 elements = (Int128)Channels * Rows * Columns;
        if (elements * _size > int.MaxValue) throw Wrong(Features, "needs more than 2 GB a picture");
        int fitting = (int)Math.Clamp(BytesAtOnce / ((long)elements * _size), 1, 4096);
        // Whole chunks, so that none is decompressed twice.
        int chunk = _features.Layout.Kind == Hdf5LayoutKind.Chunked ? (int)Math.Min(_features.Layout.Chunk[0], (ulong)fitting) : 1;
        RowsAtOnce = Math.Max(1, fitting / chunk * chunk);
        Hdf5Dataset ids = Dataset(IdsName, 1);
        CheckIds(ids);
        _features.Prepare();
        ids.Prepare();
        file.RefuseOverlaps();
        Ids = ReadIds(ids);
    }

    public int Count { get; }
    public int Channels { get; }
    public int Rows { get; }
    public int Columns { get; }
    public int RowsAtOnce { get; }
    public long[] Ids { get; }

    /// <param name="path">The file.</param>
    /// <param name="checksums">Whether checksums of structures are held against them; tests of damage go past them.</param>
    /// <exception cref="UcamException">The file cannot be read, or is of another layout.</exception>
    public static Hdf5Source Open(string path, bool checksums = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Hdf5Bytes? file = null;
        try
        {
            if (!File.Exists(path)) throw Hdf5Problem.Broken(path, "there is no such file");
            if (Hdf5Superblock.Problem(path) is { } problem)
                throw FileKind.Of(path) is { Advice: not null } kind ? kind.Refusal(path, "an HDF5 file") : Hdf5Problem.Broken(path, problem);
            file = new Hdf5Bytes(path) { Checksums = checksums };
            return new Hdf5Source(path, file);
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (!IsFileProblem(e)) throw;
            throw Hdf5Problem.Of(path, e);
        }
    }

    /// <summary>Rows as (count,C,H,W), in the type of the file; in the caller's dispose scope.</summary>
    public Tensor Read(int first, int count)
    {
        ScalarType type = _size == 2 ? ScalarType.Float16 : _size == 4 ? ScalarType.Float32 : ScalarType.Float64;
        Tensor block = empty([count, Channels, Rows, Columns], dtype: type, device: CPU);
        try
        {
            _features.Read(first, count, block.bytes);
            return block;
        }
        catch (Exception e) when (IsFileProblem(e))
        {
            block.Dispose();
            throw Hdf5Problem.Of(_path, e, $"rows {first} to {first + count - 1} of \"{Features}\": ");
        }
    }

    public void Dispose() => _file.Dispose();

    private void CheckIds(Hdf5Dataset ids)
    {
        if (ids.Space.Sizes[0] != (ulong)Count) throw Wrong(IdsName, $"has {ids.Space.Sizes[0]} entries for {Count} pictures");
        if (ids.Type.Class != Hdf5Type.Whole) throw Wrong(IdsName, "does not hold whole numbers");
        if (ids.Type.Size is not (2 or 4 or 8) || !ids.Type.Plain)
            throw Wrong(IdsName, $"holds numbers of {ids.Type.Size} bytes, not 2, 4 or 8 that are used whole");
    }

    private long[] ReadIds(Hdf5Dataset ids)
    {
        int size = (int)ids.Type.Size;
        var all = new long[Count];
        byte[] some = new byte[(int)Math.Min((long)Count * size, BytesAtOnce)];
        for (int at = 0, count; at < Count; at += count)
        {
            count = Math.Min(Count - at, some.Length / size);
            Span<byte> bytes = some.AsSpan(0, count * size);
            ids.Read(at, count, bytes);
            for (int i = 0; i < count; i++) all[at + i] = Number(bytes.Slice(i * size, size), ids.Type.Signed);
        }
        return all;
    }

    private static long Number(ReadOnlySpan<byte> bytes, bool signed) => bytes.Length switch
    {
        8 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        4 => signed ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => signed ? BinaryPrimitives.ReadInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
    };

    private Hdf5Dataset Dataset(string name, int rank)
    {
        try
        {
            if (_root.Find(name) is not { } address) throw Wrong(name, "is missing");
            var dataset = new Hdf5Dataset(_file, address);
            int dimensions = dataset.Space.Sizes.Length;
            string meant = rank == 4 ? "pictures, channels, rows, columns" : "pictures";
            if (dimensions != rank) throw Wrong(name, $"has {dimensions} dimensions, not {rank} ({meant})");
            return dataset.Type.BigEndian ? throw new InvalidDataException("the byte order is big-endian") : dataset;
        }
        catch (Exception e) when (IsFileProblem(e))
        {
            throw Hdf5Problem.Of(_path, e, $"\"{name}\": ");
        }
    }

    private static bool IsFileProblem(Exception e) =>
        e is InvalidDataException or IOException or UnauthorizedAccessException or OverflowException or OutOfMemoryException;

    private UcamException Wrong(string dataset, string what) =>
        new($"{_path} is not a file of features as pytorch-vqa has them: \"{dataset}\" {what}.") { File = _path, Field = dataset };
}
