using System.Text.Json;

namespace Ucam.Datasets.Vqa;

/// <summary>Writes files that are whole or not there.</summary>
internal static class VqaFiles
{
    private const int Large = 1 << 16;

    /// <summary>Writes under a temporary name in the same folder and renames at the end.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, Large)) write(stream);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Puts a file at another path as a symbolic link, or as a copy where it must be one or links cannot be made.</summary>
    public static void Place(string file, string path, bool copy)
    {
        string source = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (source == Path.GetFullPath(path)) return;
        File.Delete(path);
        if (!copy && TryLink(source, path)) return;
        Write(path, stream =>
        {
            using FileStream from = File.OpenRead(source);
            from.CopyTo(stream);
        });
    }

    private static bool TryLink(string source, string path)
    {
        try
        {
            File.CreateSymbolicLink(path, source);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Passes on what is written once it is large, so that a file is never held whole.</summary>
    public static void FlushLarge(Utf8JsonWriter json, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (json.BytesPending > Large) json.Flush();
    }
}
