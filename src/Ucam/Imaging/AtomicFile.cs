namespace Ucam.Imaging;

/// <summary>Whole files or none: written under a temporary name in the same folder, then renamed.</summary>
internal static class AtomicFile
{
    private const int UnixNoSpace = 28;
    private const int WindowsNoSpace = unchecked((int)0x80070070);

    /// <summary>Writes bytes to a file, replacing it.</summary>
    /// <exception cref="UcamException">No such folder, no permission, or no space; nothing is left behind.</exception>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes a file by means of a stream, replacing it.</summary>
    /// <exception cref="UcamException">No such folder, no permission, or no space; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw Refuse(path, "it is a folder; give a file name", null);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write)) write(stream);
            File.Move(temporary, path, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Refuse(path, "no permission; choose another folder or change its access rights", e);
        }
        catch (DirectoryNotFoundException e)
        {
            throw Refuse(path, $"the folder '{folder}' does not exist; create it first", e);
        }
        catch (IOException e)
        {
            throw Refuse(path, Reason(e), e);
        }
        finally
        {
            Discard(temporary);
        }
    }

    private static string Reason(IOException e) => e.HResult is UnixNoSpace or WindowsNoSpace
        ? "the disk is full; free some space or choose another folder"
        : $"{e.Message.ReplaceLineEndings(" ")}; choose another file name or folder";

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first error says what is wrong; a second one would hide it.
        }
    }

    private static UcamException Refuse(string path, string why, Exception? inner) => new($"Cannot write '{path}': {why}.", inner) { File = path };
}
