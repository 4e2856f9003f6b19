namespace Ucam;

/// <summary>
/// Reads what is a file. A pipe would be waited for without end, by a read that nothing can stop, and a device may have no end; every file that
/// a user can name is therefore opened here.
/// </summary>
/// <remarks>
/// Beside what is said of each, all throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where the file cannot be read.
/// </remarks>
internal static class OrdinaryFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="UcamException">It is a pipe or a device.</exception>
    public static FileStream Open(string path)
    {
        FileProblem.RefuseSpecial(path);
        return File.OpenRead(path);
    }

    /// <summary>All bytes.</summary>
    /// <exception cref="UcamException">It is a pipe or a device.</exception>
    public static byte[] Bytes(string path)
    {
        FileProblem.RefuseSpecial(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>All text, as UTF-8 where no mark says otherwise; what cannot be read as that is replaced.</summary>
    /// <exception cref="UcamException">It is a pipe or a device.</exception>
    public static string Text(string path)
    {
        FileProblem.RefuseSpecial(path);
        return File.ReadAllText(path);
    }

    /// <summary>The lines of such a text, read as they are asked for.</summary>
    /// <exception cref="UcamException">It is a pipe or a device.</exception>
    public static IEnumerable<string> Lines(string path)
    {
        FileProblem.RefuseSpecial(path);
        return File.ReadLines(path);
    }
}
