namespace Ucam.Features;

/// <summary>A file that appears under its name only when it is complete: written beside it, then renamed; deleted unless committed.</summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _committed;

    private AtomicFile(string path, string temporary, FileStream stream)
    {
        Path = path;
        _temporary = temporary;
        _stream = stream;
    }

    /// <summary>The name the file will have.</summary>
    public string Path { get; }

    /// <summary>Begins a file.</summary>
    /// <param name="path">The name it will have; an existing file is replaced on commit.</param>
    /// <param name="size">Bytes to reserve, so that a full disk is noticed at once; 0 for none.</param>
    /// <exception cref="UcamException">The folder is missing, may not be written to, or has no room.</exception>
    public static AtomicFile Create(string path, long size = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, PreallocationSize = size };
            return new AtomicFile(path, temporary, new FileStream(temporary, options));
        }
        catch (Exception problem) when (IsFileProblem(problem))
        {
            throw Explain(path, problem);
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
        catch (Exception problem) when (IsFileProblem(problem))
        {
            throw Explain(Path, problem);
        }
    }

    /// <summary>Makes the file durable and gives it its name.</summary>
    /// <exception cref="UcamException">The disk failed or the name cannot be taken.</exception>
    public void Commit()
    {
        try
        {
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_temporary, Path, overwrite: true);
            _committed = true;
        }
        catch (Exception problem) when (IsFileProblem(problem))
        {
            throw Explain(Path, problem);
        }
    }

    /// <summary>Closes the file; without a commit nothing stays behind.</summary>
    public void Dispose()
    {
        if (_committed) return;
        _stream.Dispose();
        File.Delete(_temporary);
    }

    private static bool IsFileProblem(Exception problem) => problem is IOException or UnauthorizedAccessException;

    private static UcamException Explain(string path, Exception problem)
    {
        string why = problem switch
        {
            DirectoryNotFoundException => "its folder does not exist; make the folder first",
            UnauthorizedAccessException => "writing there is not permitted; choose another place or change the permissions",
            _ when Directory.Exists(path) => "a folder has that name; choose another name",
            _ => $"{problem.Message.TrimEnd('.')}; free some space or choose another place",
        };
        return new UcamException($"{path} cannot be written: {why}.", problem) { File = path };
    }
}
