using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>
/// Features of pictures in one file, or in several that an index names (<see cref="FeatureIndex"/>), memory-mapped. Rows are read at the speed of
/// memory, in any order, from several threads.
/// </summary>
internal sealed unsafe class FeatureFile : IPictureFeatures, IDisposable
{
    internal const string FeaturesName = "features", IdsName = "ids", FormatKey = "format", FormatValue = "ucam-features-1", RowsKey = "rows",
        ColumnsKey = "columns";

    // Below this, starting threads costs more than copying.
    private const long ParallelBytes = 16 << 20;
    private readonly FeaturePart[] _parts;
    private readonly int[] _starts;
    private readonly long[] _ids;
    private readonly Dictionary<long, int> _index;

    private FeatureFile(string path, FeaturePart[] parts)
    {
        (Path, _parts) = (path, parts);
        _starts = new int[parts.Length];
        long count = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            _starts[part] = (int)count;
            count += parts[part].Ids.Length;
            if (count > int.MaxValue) throw parts[part].Wrong(FeaturesName, "is one picture too many: at most 2³¹ − 1 are read together");
        }
        _ids = parts.Length == 1 ? parts[0].Ids : [.. parts.SelectMany(part => part.Ids)];
        _index = new Dictionary<long, int>(_ids.Length);
        for (int i = 0; i < _ids.Length; i++)
            if (!_index.TryAdd(_ids[i], i)) throw Twice(i);
    }

    /// <summary>Number of pictures, N.</summary>
    public int Count => _ids.Length;

    /// <summary>Rows of the grid.</summary>
    public int Rows => Grid.Rows;

    /// <summary>Columns of the grid.</summary>
    public int Columns => Grid.Columns;

    /// <summary>Cells of the grid, P = rows · columns, row-major.</summary>
    public int Positions => Rows * Columns;

    /// <summary>Channels of each cell, C.</summary>
    public int Channels => Grid.Channels;

    /// <summary>The path it was opened by.</summary>
    internal string Path { get; }

    /// <summary>Rows, columns and channels together.</summary>
    internal (int Rows, int Columns, int Channels) Grid => _parts[0].Grid;

    /// <summary>The texts stored with the features, such as the backbone's hash; of several files the first's.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _parts[0].Metadata;

    /// <summary>The picture of each row.</summary>
    public ReadOnlyMemory<long> Ids => _ids;

    /// <summary>Opens and checks a feature file, or the files of an index.</summary>
    /// <exception cref="UcamException">A file is missing, damaged, or not a feature file; or the index does not fit its files.</exception>
    public static FeatureFile Open(string path) =>
        FeatureIndex.IsIndex(path) ? Open(FeatureIndex.Read(path)) : Of(path, [FeaturePart.Open(path)]);

    /// <summary>Opens and checks the files of an index.</summary>
    /// <exception cref="UcamException">The index does not fit its files, or two have a picture.</exception>
    public static FeatureFile Open(FeatureIndex index) => Of(index.Path, index.Open());

    private static FeatureFile Of(string path, FeaturePart[] parts)
    {
        try
        {
            return new FeatureFile(path, parts);
        }
        catch
        {
            foreach (FeaturePart part in parts) part.Dispose();
            throw;
        }
    }

    /// <summary>The row of a picture; −1 where the file does not have it.</summary>
    public int IndexOf(long id) => _index.GetValueOrDefault(id, -1);

    /// <summary>Copies rows to a new (B, P, C) tensor of 32-bit floats on the CPU; the caller disposes it.</summary>
    /// <param name="rows">B row numbers, 0 ≤ row &lt; <see cref="Count"/>, in any order, repeats allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the file.</exception>
    public Tensor Read(ReadOnlySpan<int> rows) => this.Fresh(rows, ScalarType.Float32);

    /// <summary>
    /// Copies rows to a new (B, P, C) tensor of 16-bit floats, as they are stored: no more than a copy of the bytes. The caller disposes it.
    /// </summary>
    /// <param name="rows">As for <see cref="Read(ReadOnlySpan{int})"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the file.</exception>
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
        Copy(rows, target);
        // After the copies, which looked at all rows: of several bad ones it is always the first that is told.
        foreach (int row in rows) RequireFinite(row);
    }

    /// <summary>Reads all rows, and looks whether every feature is a finite number.</summary>
    /// <exception cref="UcamException">One is not; the message names file, picture and place.</exception>
    public void Check(IProgress<RunProgress>? progress, CancellationToken cancel)
    {
        var meter = new ProgressMeter(progress, "check", "pictures", Count);
        for (int row = 0; row < Count; row++)
        {
            cancel.ThrowIfCancellationRequested();
            RequireFinite(row);
            meter.Add(1, row + 1, 1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FeaturePart part in _parts) part.Dispose();
    }

    private void Copy(ReadOnlySpan<int> rows, Tensor target)
    {
        bool half = target.dtype == ScalarType.Float16;
        long bytes = (long)Positions * Channels * (half ? 2 : 4);
        using Tensor first = target.narrow(0, 0, 1);
        fixed (byte* to = first.bytes)
        {
            byte* start = to;
            if (bytes * rows.Length < ParallelBytes)
            {
                for (int i = 0; i < rows.Length; i++) CopyRow(rows[i], start + bytes * i, half);
                return;
            }
            int[] list = rows.ToArray();
            ParallelLoop.For(list.Length, i => CopyRow(list[i], start + bytes * i, half));
        }
    }

    // Looked at just before it is copied, a row is read from memory once.
    private void CopyRow(int row, byte* to, bool half)
    {
        int part = PartOf(row);
        if (_parts[part].IsFinite(row - _starts[part])) _parts[part].CopyRow(row - _starts[part], to, half);
    }

    private void RequireFinite(int row)
    {
        int part = PartOf(row);
        _parts[part].RequireFinite(row - _starts[part]);
    }

    // Of parts without pictures, which begin where the next one does, the last.
    private int PartOf(int row)
    {
        if (_starts.Length == 1) return 0;
        int found = Array.BinarySearch(_starts, row);
        if (found < 0) return ~found - 1;
        while (found + 1 < _starts.Length && _starts[found + 1] == row) found++;
        return found;
    }

    private UcamException Twice(int row)
    {
        (FeaturePart part, FeaturePart other) = (_parts[PartOf(row)], _parts[PartOf(_index[_ids[row]])]);
        return part == other ? part.Wrong(IdsName, $"names picture {_ids[row]} twice")
            : new UcamException($"{part.Path} has picture {_ids[row]}, which {other.Path} has too; name files of different pictures.")
            { File = part.Path };
    }

    /// <summary>Metadata with what a feature file must say of itself.</summary>
    internal static Dictionary<string, string> WithGrid(IReadOnlyDictionary<string, string> metadata, int rows, int columns) =>
        new(metadata, StringComparer.Ordinal)
        {
            [FormatKey] = FormatValue,
            [RowsKey] = rows.ToString(),
            [ColumnsKey] = columns.ToString(),
        };
}
