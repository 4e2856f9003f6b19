using System.Runtime.InteropServices;
using Ucam.Vqa.Features.Safetensors;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>Writes a <see cref="FeatureFile"/> batch by batch. The file appears only on <see cref="Commit"/>; without it nothing is left.</summary>
internal sealed class FeatureFileWriter : IDisposable
{
    private readonly AtomicFile _file;
    private readonly long[] _ids;
    private readonly HashSet<long> _seen = [];
    private readonly long _idsAt, _featuresAt;

    private FeatureFileWriter(AtomicFile file, int count, int rows, int columns, int channels, byte[] header)
    {
        _file = file;
        _ids = new long[count];
        (Rows, Columns, Channels) = (rows, columns, channels);
        _idsAt = header.Length;
        _featuresAt = _idsAt + 8L * count;
        _file.Write(header);
    }

    /// <summary>Pictures the file will hold.</summary>
    public int Count => _ids.Length;

    /// <summary>Pictures appended so far.</summary>
    public int Written { get; private set; }

    /// <summary>Rows of the grid.</summary>
    public int Rows { get; }

    /// <summary>Columns of the grid.</summary>
    public int Columns { get; }

    /// <summary>Channels of each cell.</summary>
    public int Channels { get; }

    private int RowElements => Rows * Columns * Channels;

    /// <summary>Begins a file and reserves its room on the disk.</summary>
    /// <param name="path">Where to write; an existing file is replaced on commit.</param>
    /// <param name="count">Number of pictures, ≥ 0.</param>
    /// <param name="rows">Rows of the grid, ≥ 1.</param>
    /// <param name="columns">Columns of the grid, ≥ 1.</param>
    /// <param name="channels">Channels of each cell, ≥ 1.</param>
    /// <param name="metadata">Any texts to keep with the features, such as the backbone's hash; "format", "rows" and "columns" are set here.</param>
    /// <exception cref="ArgumentException">A size is out of range, or one picture would need more than 2 GB.</exception>
    /// <exception cref="UcamException">The file cannot be written there, or the disk has no room for it.</exception>
    public static FeatureFileWriter Create(string path, int count, int rows, int columns, int channels, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long rowBytes = FeatureRows.BytesOf(rows, columns, channels);
        byte[] header = SafetensorsWriter.Header(FeatureFile.WithGrid(metadata, rows, columns),
            [(FeatureFile.IdsName, ScalarType.Int64, [count]),
                (FeatureFile.FeaturesName, ScalarType.Float16, [count, (long)rows * columns, channels])]);
        var file = AtomicFile.Create(path, header.Length + count * (8 + rowBytes));
        return new FeatureFileWriter(file, count, rows, columns, channels, header);
    }

    /// <summary>Appends a batch of pictures.</summary>
    /// <param name="ids">B picture identifiers that are new to the file.</param>
    /// <param name="features">(B, P, C), positions row-major, any floating type and device; stored as 16-bit floats; stays the caller's.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or there are more pictures than announced.</exception>
    /// <exception cref="UcamException">An identifier is repeated, a value is not finite as a 16-bit float, or the disk failed.</exception>
    public void Append(ReadOnlySpan<long> ids, Tensor features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (!features.shape.AsSpan().SequenceEqual([ids.Length, Rows * Columns, Channels]))
            throw new ArgumentException($"Features of shape ({string.Join(", ", features.shape)}) are not "
                + $"({ids.Length}, {Rows * Columns}, {Channels}).", nameof(features));
        if (Written + ids.Length > Count)
            throw new ArgumentException($"The file was announced with {Count} pictures; no room for more.", nameof(ids));
        if (ids.IsEmpty) return;
        using var scope = NewDisposeScope();
        Tensor half = FeatureRows.ToHalf(features, _file.Path, Columns, Named(ids));
        foreach (long id in ids)
            if (!_seen.Add(id))
                throw new UcamException($"{_file.Path}: picture {id} is given twice; give each identifier once.")
                { File = _file.Path, Field = FeatureFile.IdsName };
        for (int i = 0; i < ids.Length; i++)
            _file.WriteAt(_featuresAt + 2L * RowElements * (Written + i), half.narrow(0, i, 1).bytes);
        ids.CopyTo(_ids.AsSpan(Written));
        Written += ids.Length;
    }

    private static Func<int, string> Named(ReadOnlySpan<long> ids)
    {
        long[] kept = ids.ToArray();
        return i => $"picture {kept[i]}";
    }

    /// <summary>Completes the file and gives it its name.</summary>
    /// <exception cref="InvalidOperationException">Fewer pictures were appended than announced.</exception>
    /// <exception cref="UcamException">The disk failed.</exception>
    public void Commit()
    {
        if (Written != Count) throw new InvalidOperationException($"{Written} of {Count} pictures were appended.");
        _file.WriteAt(_idsAt, MemoryMarshal.AsBytes<long>(_ids));
        _file.Commit();
    }

    /// <summary>Closes the file; without a commit nothing stays behind.</summary>
    public void Dispose() => _file.Dispose();
}
