using Ucam.Vqa.Features.Safetensors;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>
/// Features of pictures in one memory-mapped safetensors file: "features" (N, P, C) as 16-bit floats and "ids" (N) as
/// 64-bit integers, with the grid in the metadata. Rows are read at the speed of memory, in any order, from several threads.
/// </summary>
internal sealed unsafe class FeatureFile : IPictureFeatures, IDisposable
{
    internal const string FeaturesName = "features", IdsName = "ids", FormatKey = "format", FormatValue = "ucam-features-1", RowsKey = "rows",
        ColumnsKey = "columns";

    // Below this, starting threads costs more than copying.
    private const long ParallelBytes = 16 << 20;
    private readonly SafetensorsFile _file;
    private readonly SafetensorsEntry _features;
    private readonly long[] _ids;
    private readonly Dictionary<long, int> _index;

    // A row is looked at once, since training reads it again and again.
    private readonly bool[] _finite;

    private FeatureFile(SafetensorsFile file)
    {
        _file = file;
        _features = file.Readable(FeaturesName);
        var ids = file.Readable(IdsName);
        if (_features.DType != ScalarType.Float16 || _features.Shape.Length != 3)
            throw Wrong(FeaturesName, "is not (pictures, positions, channels) of F16");
        if (ids.DType != ScalarType.Int64 || ids.Shape.Length != 1 || ids.Shape[0] != _features.Shape[0])
            throw Wrong(IdsName, "is not one I64 for each picture");
        Rows = Number(RowsKey);
        Columns = Number(ColumnsKey);
        if ((long)Rows * Columns != _features.Shape[1])
            throw Wrong(FeaturesName, $"has {_features.Shape[1]} positions, which is not {Rows}×{Columns}");
        if (_features.Shape[0] > int.MaxValue || (Int128)_features.Shape[1] * _features.Shape[2] * 2 > int.MaxValue)
            throw Wrong(FeaturesName, "is too large");
        Channels = (int)_features.Shape[2];
        using CallGuard.Call call = file.Enter();
        _ids = new ReadOnlySpan<long>(file.Pointer(ids), (int)ids.Shape[0]).ToArray();
        (_index, _finite) = (new Dictionary<long, int>(_ids.Length), new bool[_ids.Length]);
        for (int i = 0; i < _ids.Length; i++)
            if (!_index.TryAdd(_ids[i], i)) throw Wrong(IdsName, $"names picture {_ids[i]} twice");
    }

    /// <summary>Number of pictures, N.</summary>
    public int Count => _ids.Length;

    /// <summary>Rows of the grid.</summary>
    public int Rows { get; }

    /// <summary>Columns of the grid.</summary>
    public int Columns { get; }

    /// <summary>Cells of the grid, P = rows · columns, row-major.</summary>
    public int Positions => Rows * Columns;

    /// <summary>Channels of each cell, C.</summary>
    public int Channels { get; }

    /// <summary>The path the file was opened by.</summary>
    internal string Path => _file.Path;

    /// <summary>Rows, columns and channels together.</summary>
    internal (int Rows, int Columns, int Channels) Grid => (Rows, Columns, Channels);

    /// <summary>The texts stored with the features, such as the backbone's hash.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    /// <summary>The picture of each row.</summary>
    public ReadOnlyMemory<long> Ids => _ids;

    /// <summary>Opens and checks a feature file.</summary>
    /// <exception cref="SafetensorsException">The file is missing, damaged, or not a feature file.</exception>
    public static FeatureFile Open(string path)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            return new FeatureFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The row of a picture; −1 where the file does not have it.</summary>
    public int IndexOf(long id) => _index.GetValueOrDefault(id, -1);

    /// <summary>Copies rows to a new (B, P, C) tensor of 32-bit floats on the CPU; the caller disposes it.</summary>
    /// <param name="rows">B row numbers, 0 ≤ row &lt; <see cref="Count"/>, in any order, repeats allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the file.</exception>
    /// <exception cref="UcamException">A feature is not a finite number; the message names file, picture and place.</exception>
    public Tensor Read(ReadOnlySpan<int> rows) => this.Fresh(rows, ScalarType.Float32);

    /// <summary>
    /// Copies rows to a new (B, P, C) tensor of 16-bit floats, as they are stored: no more than a copy of the bytes. The caller disposes it.
    /// </summary>
    /// <param name="rows">As for <see cref="Read(ReadOnlySpan{int})"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the file.</exception>
    /// <exception cref="UcamException">A feature is not a finite number; the message names file, picture and place.</exception>
    public Tensor ReadHalf(ReadOnlySpan<int> rows) => this.Fresh(rows, ScalarType.Float16);

    /// <summary>Fills a tensor that is used again and again, which saves the system's work of giving out and taking back its memory.</summary>
    /// <param name="rows">As for <see cref="Read(ReadOnlySpan{int})"/>.</param>
    /// <param name="target">(B, P, C) of 32-bit or 16-bit floats on the CPU, contiguous; stays the caller's.</param>
    /// <exception cref="ArgumentException">The target is something else.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the file.</exception>
    /// <exception cref="UcamException">A feature is not a finite number; the message names file, picture and place.</exception>
    public void ReadInto(ReadOnlySpan<int> rows, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach (int row in rows)
            if ((uint)row >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(rows), row, $"The file has rows 0 to {Count - 1}.");
        if (!target.shape.AsSpan().SequenceEqual([rows.Length, Positions, Channels]) || target.device_type != TorchSharp.DeviceType.CPU
            || !target.is_contiguous()
            || target.dtype is not (ScalarType.Float16 or ScalarType.Float32))
            throw new ArgumentException($"The target must be ({rows.Length}, {Positions}, {Channels}), float32 or float16, contiguous on the CPU.",
                nameof(target));
        if (target.numel() == 0) return;
        RequireFinite(rows);
        Copy(rows, target);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void RequireFinite(ReadOnlySpan<int> rows)
    {
        int elements = Positions * Channels;
        using CallGuard.Call call = _file.Enter();
        var from = (Half*)_file.Pointer(_features);
        foreach (int row in rows)
        {
            if (_finite[row]) continue;
            int bad = HalfNumbers.FirstNotFinite(new ReadOnlySpan<Half>(from + (long)elements * row, elements));
            if (bad >= 0) throw NotFinite(_ids[row], FeatureRows.Place(bad / Channels, bad % Channels, Columns));
            _finite[row] = true;
        }
    }

    private NotFiniteException NotFinite(long picture, string place)
    {
        const string Advice = "extract them again";
        return new NotFiniteException($"a feature of picture {picture} ({place}) in {Path}", Advice,
            $"{Path}: the features of picture {picture} hold a value that is not a finite number, in {place}; {Advice}.")
        { File = Path, Field = "features" };
    }

    private void Copy(ReadOnlySpan<int> rows, Tensor target)
    {
        int elements = Positions * Channels;
        bool half = target.dtype == ScalarType.Float16;
        using CallGuard.Call call = _file.Enter();
        byte* from = _file.Pointer(_features);
        using Tensor first = target.narrow(0, 0, 1);
        fixed (byte* to = first.bytes)
        {
            byte* start = to;
            if (2L * elements * rows.Length < ParallelBytes)
            {
                for (int i = 0; i < rows.Length; i++) CopyRow(from, start, rows[i], i, elements, half);
                return;
            }
            int[] list = rows.ToArray();
            Parallel.For(0, list.Length, i => CopyRow(from, start, list[i], i, elements, half));
        }
    }

    private static void CopyRow(byte* from, byte* to, int row, int i, int elements, bool half)
    {
        byte* source = from + 2L * elements * row;
        if (half) Buffer.MemoryCopy(source, to + 2L * elements * i, 2L * elements, 2L * elements);
        else HalfNumbers.ToSingle(new ReadOnlySpan<Half>(source, elements), new Span<float>(to + 4L * elements * i, elements));
    }

    /// <summary>Metadata with what a feature file must say of itself.</summary>
    internal static Dictionary<string, string> WithGrid(IReadOnlyDictionary<string, string> metadata, int rows, int columns) =>
        new(metadata, StringComparer.Ordinal)
        {
            [FormatKey] = FormatValue,
            [RowsKey] = rows.ToString(),
            [ColumnsKey] = columns.ToString(),
        };

    private int Number(string key) =>
        Metadata.TryGetValue(key, out string? text) && int.TryParse(text, out int number) && number >= 1
            ? number : throw Wrong(key, "is missing or not a number from 1 up");

    private SafetensorsException Wrong(string field, string what) =>
        new($"{_file.Path} is not a Ucam feature file: \"{field}\" {what}. Extract the features again.") { File = _file.Path, Field = field };
}
