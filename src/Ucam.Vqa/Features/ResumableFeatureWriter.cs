using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Ucam.Vqa.Features.Safetensors;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>How far an extraction had come: the next picture of its source, the rows written, and the pictures left out.</summary>
internal sealed record ExtractionState(string Fingerprint, int Next, int Written, IReadOnlyList<SkippedPicture> Skipped)
{
    /// <summary>Sizes and times of the files of the pictures that are done, and what the network saw of them (<see cref="SeenPictures"/>).</summary>
    public string? Files { get; init; }

    /// <inheritdoc cref="Files"/>
    public string? Pictures { get; init; }
}

/// <summary>A picture that was left out.</summary>
/// <param name="Index">Its place in the source.</param>
/// <param name="Id">Its identifier.</param>
/// <param name="Why">What is wrong with it, naming the file.</param>
internal sealed record SkippedPicture(int Index, long Id, string Why);

/// <summary>
/// Writes a feature file over several runs: rows go to PATH.partial and the place to PATH.partial.json, written after its rows are on
/// the disk. The number of pictures need not be known before, so the identifiers come last and the header has room reserved.
/// </summary>
internal sealed class ResumableFeatureWriter : IDisposable
{
    private const int HeaderRoom = 1 << 16;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);
    private readonly string _path;
    private readonly (int Rows, int Columns, int Channels) _shape;
    private readonly long _rowBytes;
    private readonly FileStream _stream;
    private DateTime _saved = DateTime.UtcNow;
    private bool _committed;

    private ResumableFeatureWriter(string path, (int Rows, int Columns, int Channels) shape, long rowBytes, FileStream stream,
        ExtractionState state) =>
        (_path, _shape, _rowBytes, _stream, State) = (path, shape, rowBytes, stream, state);

    /// <summary>Where the extraction stands.</summary>
    public ExtractionState State { get; private set; }

    /// <summary>Begins a file, or goes on with the one that an interrupted run left.</summary>
    /// <param name="path">The file to be.</param>
    /// <param name="shape">The grid of a picture.</param>
    /// <param name="fingerprint">What the features are made of; another one cannot go on.</param>
    /// <param name="resume">Whether to go on.</param>
    /// <exception cref="UcamException">The folder cannot be written to, or what is there is of another extraction.</exception>
    public static ResumableFeatureWriter Open(string path, (int Rows, int Columns, int Channels) shape, string fingerprint, bool resume)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        long rowBytes = FeatureRows.BytesOf(shape.Rows, shape.Columns, shape.Channels);
        ExtractionState state = (resume ? Restore(path, fingerprint) : null) ?? new ExtractionState(fingerprint, 0, 0, []);
        return Guard(path, () =>
        {
            // A run that is killed before it writes its own would be taken for the one before.
            if (!resume) File.Delete(Journal(path));
            var stream = new FileStream(Partial(path), state.Written > 0 ? FileMode.Open : FileMode.Create, FileAccess.ReadWrite, FileShare.None);
            long length = HeaderRoom + state.Written * rowBytes;
            if (stream.Length < length && state.Written > 0)
            {
                stream.Dispose();
                throw new UcamException($"{Partial(path)} is shorter than {Journal(path)} says; delete both and start anew.")
                { File = Partial(path) };
            }
            stream.SetLength(length);
            stream.Position = length;
            return new ResumableFeatureWriter(path, shape, rowBytes, stream, state);
        });
    }

    /// <summary>Appends rows and moves on.</summary>
    /// <param name="features">(B,P,C) of the pictures that could be read.</param>
    /// <param name="next">The next picture of the source.</param>
    /// <param name="skipped">The pictures that could not be read.</param>
    /// <param name="seen">What the pictures so far were.</param>
    /// <param name="name">What a picture of the source is called; null for its number.</param>
    /// <exception cref="UcamException">A value is not finite as a 16-bit float, or the disk failed.</exception>
    public void Append(Tensor features, int next, IReadOnlyList<SkippedPicture> skipped, SeenPictures? seen = null,
        Func<int, string>? name = null)
    {
        using var scope = NewDisposeScope();
        int count = (int)features.shape[0];
        if (count > 0)
        {
            if (!features.shape.AsSpan(1).SequenceEqual([_shape.Rows * _shape.Columns, _shape.Channels]))
                throw new ArgumentException($"Features of shape ({string.Join(", ", features.shape)}) are not (B, "
                    + $"{_shape.Rows * _shape.Columns}, {_shape.Channels}).", nameof(features));
            Tensor half = FeatureRows.ToHalf(features, _path, _shape.Columns, i =>
            {
                int picture = Enumerable.Range(State.Next, next - State.Next).Except(skipped.Select(s => s.Index)).ElementAt(i);
                return name?.Invoke(picture) ?? $"picture number {picture + 1}";
            });
            for (int i = 0; i < count; i++) Guard(() => _stream.Write(half.narrow(0, i, 1).bytes));
        }
        State = State with
        { Next = next, Written = State.Written + count, Skipped = [.. State.Skipped, .. skipped], Files = seen?.Files, Pictures = seen?.Pictures };
        if (DateTime.UtcNow - _saved > Between) Save();
    }

    /// <summary>Writes down how far it has come, after what is behind that is on the disk.</summary>
    public void Save()
    {
        Guard(() => _stream.Flush(flushToDisk: true));
        AtomicFile.WriteText(Journal(_path), JsonSerializer.Serialize(State));
        _saved = DateTime.UtcNow;
    }

    /// <summary>Completes the file and gives it its name.</summary>
    /// <param name="ids">One identifier for each row.</param>
    /// <param name="metadata">Texts to keep with the features.</param>
    /// <exception cref="UcamException">The disk failed, or the metadata have more than 64 kB.</exception>
    public void Commit(ReadOnlySpan<long> ids, IReadOnlyDictionary<string, string> metadata)
    {
        if (ids.Length != State.Written) throw new ArgumentException($"{State.Written} rows have {ids.Length} identifiers.", nameof(ids));
        byte[] header = Header(ids.Length, metadata), tail = MemoryMarshal.AsBytes(ids).ToArray();
        Guard(() =>
        {
            _stream.Position = HeaderRoom + State.Written * _rowBytes;
            _stream.Write(tail);
            _stream.Position = 0;
            _stream.Write(header);
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(Partial(_path), _path, overwrite: true);
            File.Delete(Journal(_path));
            _committed = true;
        });
    }

    /// <summary>Closes the file. What is not complete stays for the next run, unless there is nothing.</summary>
    public void Dispose()
    {
        if (_committed) return;
        try
        {
            // It is closed already where it was complete and could not be given its name.
            if (State.Next > 0 && _stream.CanWrite) Save();
            _stream.Dispose();
            if (State.Next > 0) return;
            File.Delete(Partial(_path));
            File.Delete(Journal(_path));
        }
        catch (Exception e) when (FileProblem.Is(e) || e is UcamException)
        {
            // The first error says what is wrong; a second one would hide it.
        }
    }

    private byte[] Header(int count, IReadOnlyDictionary<string, string> metadata)
    {
        byte[] exact = SafetensorsWriter.Header(FeatureFile.WithGrid(metadata, _shape.Rows, _shape.Columns),
            [(FeatureFile.FeaturesName, ScalarType.Float16, [count, (long)_shape.Rows * _shape.Columns, _shape.Channels]),
                (FeatureFile.IdsName, ScalarType.Int64, [count])]);
        if (exact.Length > HeaderRoom)
            throw new UcamException($"{_path}: the texts to keep with the features have more than 64 kB.") { File = _path };
        var header = new byte[HeaderRoom];
        header.AsSpan().Fill((byte)' ');
        exact.CopyTo(header, 0);
        BinaryPrimitives.WriteInt64LittleEndian(header, HeaderRoom - SafetensorsHeader.Prefix);
        return header;
    }

    /// <summary>What the features of an interrupted run are made of; null where there is none, or it cannot be told.</summary>
    public static string? FingerprintOf(string path) => IsBegun(path) ? Begun(path)?.Fingerprint : null;

    private static bool IsBegun(string path) => File.Exists(Journal(path)) && File.Exists(Partial(path));

    private static ExtractionState? Restore(string path, string fingerprint)
    {
        if (!IsBegun(path)) return null;
        return Begun(path) is { Skipped: not null, Next: >= 0, Written: >= 0 } state && state.Fingerprint == fingerprint
            && state.Next == state.Written + state.Skipped.Count ? state : throw OfAnother(path);
    }

    private static ExtractionState? Begun(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ExtractionState>(OrdinaryFile.Text(Journal(path)));
        }
        catch (JsonException)
        {
            // It is none of this version's extractions.
            return null;
        }
    }

    /// <summary>Says that what is there cannot be gone on with.</summary>
    public static UcamException OfAnother(string path) =>
        new($"{Journal(path)} is of another extraction (backbone, settings or pictures differ, or have changed since) or of an earlier version of "
            + "ucam; delete it, or start without resuming.")
        { File = Journal(path) };

    private static string Partial(string path) => path + ".partial";

    private static string Journal(string path) => path + ".partial.json";

    private void Guard(Action action) => Guard(_path, () => { action(); return true; });

    private static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception problem) when (FileProblem.Is(problem))
        {
            throw FileProblem.CannotWrite(path, problem);
        }
    }
}
