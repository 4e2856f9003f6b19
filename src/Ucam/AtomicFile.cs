namespace Ucam;

/// <summary>Writes files so that they appear whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes text by a temporary name in the same folder.</summary>
    /// <exception cref="UcamException">The disk is full, the folder is missing or may not be written.</exception>
    public static void WriteText(string path, string text) => Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write(text);
    });

    /// <summary>Lets <paramref name="fill"/> write a temporary file, then renames it.</summary>
    /// <exception cref="UcamException">As for <see cref="WriteText"/>.</exception>
    public static void Write(string path, Action<Stream> fill)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream stream = File.Create(temporary)) fill(stream);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UcamException($"{path}: cannot be written ({e.Message}); check the folder, its permissions and the free disk space.", e) { File = path };
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }
}
