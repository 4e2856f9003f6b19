namespace Ucam;

/// <summary>
/// A file that appears under its name only when it is complete: written beside it under a temporary name, then renamed. Without a
/// commit nothing stays behind, and an older file of that name stays as it was.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    // Windows renames an open file only where it is shared for that.
    private static readonly FileShare Held = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _committed;

    private readonly bool _durable;

    private AtomicFile(string path, string temporary, FileStream stream, bool durable)
    {
        _durable = durable;
        Path = path;
        _temporary = temporary;
        _stream = stream;
    }

    /// <summary>The name the file will have.</summary>
    public string Path { get; }

    /// <summary>Writes bytes to a file, replacing it.</summary>
    /// <exception cref="UcamException">No such folder, no permission, or no space; nothing is left behind.</exception>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes text to a file, replacing it; UTF-8.</summary>
    /// <exception cref="UcamException">No such folder, no permission, or no space; nothing is left behind.</exception>
    public static void WriteText(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file by means of a stream, replacing it.</summary>
    /// <exception cref="UcamException">No such folder, no permission, or no space; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, durable: true);

    /// <summary>Writes one of many files, replacing it; without waiting for the disk where a run can make it again.</summary>
    /// <exception cref="UcamException">No such folder, no permission, or no space; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write, bool durable)
    {
        using AtomicFile file = Create(path, 0, durable);
        file.Guard(() => write(file._stream));
        file.Commit();
    }

    /// <summary>Begins a file.</summary>
    /// <param name="path">The name it will have; an existing file is replaced on commit.</param>
    /// <param name="size">Bytes to reserve, so that a full disk is noticed at once; 0 for none.</param>
    /// <exception cref="UcamException">The folder is missing, may not be written to, or has no room.</exception>
    public static AtomicFile Create(string path, long size = 0) => Create(path, size, durable: true);

    private static AtomicFile Create(string path, long size, bool durable)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path)) throw FileProblem.CannotWrite(path, "it is a folder; give a file name");
        if (FileIdentity.IsSpecial(path)) throw FileProblem.CannotWrite(path, "it is a device or a pipe; give a file name");
        try
        {
            string temporary = Leftovers.TemporaryName(path);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = Held, PreallocationSize = size };
            return new AtomicFile(path, temporary, new FileStream(temporary, options), durable);
        }
        catch (Exception problem) when (FileProblem.Is(problem))
        {
            throw FileProblem.CannotWrite(path, problem);
        }
    }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="UcamException">The disk is full or failed.</exception>
    public void Write(ReadOnlySpan<byte> bytes) => WriteAt(_stream.Position, bytes);

    /// <summary>Writes bytes at a position and goes on behind them.</summary>
    /// <exception cref="UcamException">The disk is full or failed.</exception>
    public void WriteAt(long position, ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Position = position;
            _stream.Write(bytes);
        }
        catch (Exception problem) when (FileProblem.Is(problem))
        {
            throw FileProblem.CannotWrite(Path, problem);
        }
    }

    /// <summary>Makes the file durable and gives it its name.</summary>
    /// <exception cref="UcamException">The disk failed or the name cannot be taken.</exception>
    public void Commit() => Guard(() =>
    {
        _stream.Flush(_durable);
        // Renamed while it is still locked, so that no other run takes it for a leftover.
        File.Move(_temporary, Path, overwrite: true);
        _stream.Dispose();
        _committed = true;
    });

    /// <summary>Closes the file; without a commit nothing stays behind.</summary>
    public void Dispose()
    {
        if (_committed) return;
        // On a full disk closing fails too, since it writes what is still buffered; the file must go all the same.
        Try(_stream.Dispose);
        Try(() => File.Delete(_temporary));
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception problem) when (FileProblem.Is(problem))
        {
            // The first error says what is wrong; a second one would hide it.
        }
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception problem) when (FileProblem.Is(problem))
        {
            throw FileProblem.CannotWrite(Path, problem);
        }
    }
}
