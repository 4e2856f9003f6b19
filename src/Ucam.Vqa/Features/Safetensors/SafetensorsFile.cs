using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features.Safetensors;

/// <summary>
/// A safetensors file, memory-mapped and strictly checked when opened: header of at most 100 MB inside the file, a JSON
/// object with unique names, every byte of data in exactly one tensor, shapes that fit. Reading is safe from several
/// threads; disposal waits for it.
/// </summary>
internal sealed unsafe class SafetensorsFile : IDisposable
{
    private const long CopyChunk = 1 << 28;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Dictionary<string, SafetensorsEntry> _byName;
    private readonly CallGuard _calls = new();
    private byte* _start;

    private SafetensorsFile(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, Dictionary<string, string> metadata,
        List<SafetensorsEntry> entries)
    {
        Path = path;
        _file = file;
        _view = view;
        Metadata = metadata;
        Entries = entries;
        _byName = entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    /// <summary>The path the file was opened by.</summary>
    public string Path { get; }

    /// <summary>The texts under "__metadata__"; empty where there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors, in the order of the header.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>Opens and checks a file; no tensor is read yet.</summary>
    /// <exception cref="SafetensorsException">The file is missing, cannot be read, or breaks a rule of the format.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        // A pipe would be waited for without end.
        if (FileIdentity.IsSpecial(path))
            throw new SafetensorsException($"{path} cannot be read: it is a device or a pipe; give a file.") { File = path };
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var (metadata, entries) = ReadHeader(stream, path);
            var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return new SafetensorsFile(path, file, file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), metadata, entries);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SafetensorsException(
                $"{path} cannot be read: {FileProblem.Reading(path, problem)}. Check the path and its permissions.", problem)
            { File = path };
        }
    }

    /// <summary>Whether the file has a tensor of that name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>What the header says of a tensor.</summary>
    /// <exception cref="SafetensorsException">There is no tensor of that name.</exception>
    public SafetensorsEntry Entry(string name) => _byName.TryGetValue(name, out var entry) ? entry
        : throw new SafetensorsException($"{Path} has no tensor \"{name}\"; it is not a file of the expected kind.") { File = Path, Field = name };

    /// <summary>What the header says of a tensor that is about to be read.</summary>
    /// <exception cref="SafetensorsException">There is no tensor of that name, or its elements are of a type that libtorch lacks.</exception>
    internal SafetensorsEntry Readable(string name)
    {
        SafetensorsEntry entry = Entry(name);
        return entry.Unreadable is not { } type ? entry
            : throw new SafetensorsException($"{Path}: tensor \"{name}\" holds elements of type {type}, which is not "
                + "read here; convert it to F32, F16 or an integer type.")
            { File = Path, Field = name };
    }

    /// <summary>Copies a tensor to a new one on the CPU, of the type and shape in the file; the caller disposes it.</summary>
    /// <exception cref="SafetensorsException">There is no tensor of that name, or its elements are of a type that libtorch lacks.</exception>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public Tensor Read(string name)
    {
        using CallGuard.Call call = Enter();
        var entry = Readable(name);
        byte* from = Pointer(entry);
        var tensor = empty(entry.Shape, dtype: entry.DType, device: CPU);
        if (entry.Length == 0) return tensor;
        int size = SafetensorsTypes.SizeOf(entry.DType);
        using var flat = tensor.reshape(-1);
        for (long at = 0; at < entry.Length; at += CopyChunk)
        {
            long length = Math.Min(CopyChunk, entry.Length - at);
            using var part = flat.narrow(0, at / size, length / size);
            new ReadOnlySpan<byte>(from + at, (int)length).CopyTo(part.bytes);
        }
        return tensor;
    }

    /// <summary>Keeps the file open while its memory is read.</summary>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    internal CallGuard.Call Enter() => _calls.Enter(this);

    /// <summary>Where the bytes of a tensor begin in memory; valid in a call that <see cref="Enter"/> began.</summary>
    internal byte* Pointer(SafetensorsEntry entry) => _start + entry.Offset;

    /// <inheritdoc/>
    public void Dispose() => _calls.Close(Release);

    private void Release()
    {
        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static (Dictionary<string, string> Metadata, List<SafetensorsEntry> Entries) ReadHeader(FileStream stream, string path)
    {
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.Prefix];
        if (stream.Length < prefix.Length) throw SafetensorsHeader.Broken(path, null, $"it has only {stream.Length} bytes");
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        // A header that is no JSON object may be anything; one that is, is ours to check.
        if (stream.ReadByte() != '{' && FileKind.Of(path) is { } kind) throw OtherKind(path, kind);
        stream.Position = prefix.Length;
        if (length > SafetensorsHeader.Limit) throw SafetensorsHeader.Broken(path, null, "its header would be longer than 100 MB");
        long data = stream.Length - prefix.Length - (long)length;
        if (data < 0) throw SafetensorsHeader.Broken(path, null, "its header goes on behind the end of the file");
        byte[] header = new byte[length];
        stream.ReadExactly(header);
        return SafetensorsHeader.Parse(header, data, path);
    }

    private static SafetensorsException OtherKind(string path, FileKind kind) => new(kind == FileKind.Zip
        ? $"{path} is a ZIP archive, as PyTorch's .pt and .pth files are; make a safetensors file of it (docs/checkpoints.md)."
        : kind.Refusal(path, "a safetensors file").Message)
    { File = path };
}
