using System.Runtime.InteropServices;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;
using static TorchSharp.torch;

namespace Ucam.Features.Hdf5;

/// <summary>An opened HDF5 file of features: its sizes, its ids, and blocks of rows.</summary>
internal sealed class Hdf5Source : IDisposable
{
    private const string Features = FeatureFile.FeaturesName, IdsName = FeatureFile.IdsName;
    private const long BytesAtOnce = 64 << 20;
    private const ulong CacheBytes = 256 << 20;
    private readonly string _path;
    private readonly NativeFile _file;
    private readonly BudgetStream _stream;
    private readonly NativeDataset _features;
    private readonly H5DatasetAccess _access = new(ChunkCache: new SimpleReadingChunkCache(4096, CacheBytes));
    private readonly int _size;

    private Hdf5Source(string path, NativeFile file, BudgetStream stream)
    {
        (_path, _file, _stream) = (path, file, stream);
        _features = Dataset(Features, 4);
        if (_features.Type.Class != H5DataTypeClass.FloatingPoint || _features.Type.Size is not (2 or 4 or 8)) throw Wrong(Features, "does not hold 16-, 32- or 64-bit floats");
        _size = _features.Type.Size;
        ulong[] shape = _features.Space.Dimensions;
        if (shape[0] is 0 or > int.MaxValue || shape[1..].Any(n => n is 0 or > int.MaxValue)) throw Wrong(Features, $"has shape [{string.Join(',', shape)}]");
        (Count, Channels, Rows, Columns) = ((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]);
        Int128 elements = (Int128)Channels * Rows * Columns;
        if (elements * _size > int.MaxValue) throw Wrong(Features, "needs more than 2 GB a picture");
        int fitting = (int)Math.Clamp(BytesAtOnce / ((long)elements * _size), 1, 4096);
        // Whole chunks, so that none is decompressed twice.
        int chunk = _features.Layout.Class == H5DataLayoutClass.Chunked ? (int)Math.Min(_features.Layout.Chunks[0], (ulong)fitting) : 1;
        RowsAtOnce = Math.Max(1, fitting / chunk * chunk);
        Ids = ReadIds();
    }

    public int Count { get; }
    public int Channels { get; }
    public int Rows { get; }
    public int Columns { get; }
    public int RowsAtOnce { get; }
    public long[] Ids { get; }

    /// <exception cref="UcamException">The file cannot be read, or is of another layout.</exception>
    public static Hdf5Source Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        NativeFile? file = null;
        BudgetStream? stream = null;
        try
        {
            if (!File.Exists(path)) throw Hdf5Problem.Broken(path, "there is no such file");
            if (Hdf5Superblock.Problem(path) is { } problem)
                throw FileKind.Of(path) is { Advice: not null } kind ? kind.Refusal(path, "an HDF5 file") : Hdf5Problem.Broken(path, problem);
            stream = new BudgetStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
            stream.Renew();
            file = H5File.Open(stream);
            return new Hdf5Source(path, file, stream);
        }
        catch (Exception e)
        {
            file?.Dispose();
            stream?.Dispose();
            if (IsOurs(e)) throw;
            throw Hdf5Problem.Of(path, e);
        }
    }

    /// <summary>Rows as (count,C,H,W), in the type of the file; in the caller's dispose scope.</summary>
    public Tensor Read(int first, int count)
    {
        Tensor block = empty([count, Channels, Rows, Columns], dtype: _size == 2 ? ScalarType.Float16 : _size == 4 ? ScalarType.Float32 : ScalarType.Float64, device: CPU);
        try
        {
            _stream.Renew(block.numel() * _size);
            var rows = new HyperslabSelection(4, [(ulong)first, 0, 0, 0], [(ulong)count, (ulong)Channels, (ulong)Rows, (ulong)Columns]);
            if (_size == 2) _features.Read(_access, MemoryMarshal.Cast<byte, Half>(block.bytes), rows);
            else if (_size == 4) _features.Read(_access, MemoryMarshal.Cast<byte, float>(block.bytes), rows);
            else _features.Read(_access, MemoryMarshal.Cast<byte, double>(block.bytes), rows);
            return block;
        }
        catch (Exception e) when (!IsOurs(e))
        {
            block.Dispose();
            throw Hdf5Problem.Of(_path, e, $"rows {first} to {first + count - 1} of \"{Features}\": ");
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _stream.Dispose();
    }

    private long[] ReadIds()
    {
        NativeDataset ids = Dataset(IdsName, 1);
        if (ids.Space.Dimensions[0] != (ulong)Count) throw Wrong(IdsName, $"has {ids.Space.Dimensions[0]} entries for {Count} pictures");
        if (ids.Type.Class != H5DataTypeClass.FixedPoint) throw Wrong(IdsName, "does not hold whole numbers");
        bool signed = ids.Type.FixedPoint.IsSigned;
        return ids.Type.Size switch
        {
            8 => ids.Read<long[]>(),
            4 when signed => Array.ConvertAll(ids.Read<int[]>(), id => (long)id),
            4 => Array.ConvertAll(ids.Read<uint[]>(), id => (long)id),
            2 when signed => Array.ConvertAll(ids.Read<short[]>(), id => (long)id),
            2 => Array.ConvertAll(ids.Read<ushort[]>(), id => (long)id),
            _ => throw Wrong(IdsName, $"holds numbers of {ids.Type.Size} bytes, not 2, 4 or 8"),
        };
    }

    private NativeDataset Dataset(string name, int rank)
    {
        if (!_file.LinkExists(name) || _file.Get(name) is not NativeDataset dataset) throw Wrong(name, "is missing");
        if (dataset.Space.Dimensions.Length == rank) return Fitting(dataset, name);
        throw Wrong(name, $"has {dataset.Space.Dimensions.Length} dimensions, not {rank} ({(rank == 4 ? "pictures, channels, rows, columns" : "pictures")})");
    }

    /// <summary>The dataset, if the file can hold what it announces: no compression packs better than deflate, which is 1,032 times at most.</summary>
    private NativeDataset Fitting(NativeDataset dataset, string name)
    {
        const int Deflated = 1032;
        bool chunked = dataset.Layout.Class == H5DataLayoutClass.Chunked;
        Int128 most = (Int128)_stream.Length * (chunked ? Deflated : 1), whole = Bytes(dataset.Space.Dimensions), chunk = chunked ? Bytes(dataset.Layout.Chunks) : 0;
        if (whole <= most && chunk <= most) return dataset;
        throw Hdf5Problem.Broken(_path, $"\"{name}\" announces {Int128.Max(whole, chunk):N0} bytes, more than a file of {_stream.Length:N0} can hold");

        // Above any file there is, a product only grows.
        Int128 Bytes(IEnumerable<ulong> sizes) => sizes.Aggregate((Int128)dataset.Type.Size, (product, n) => product > long.MaxValue ? product : product * n);
    }

    // The reader throws whatever its parsing meets, of any type; all of it means that the file cannot be read.
    private static bool IsOurs(Exception e) => e is UcamException or OperationCanceledException;

    private UcamException Wrong(string dataset, string what) =>
        new($"{_path} is not a file of features as pytorch-vqa has them: \"{dataset}\" {what}.") { File = _path, Field = dataset };
}
