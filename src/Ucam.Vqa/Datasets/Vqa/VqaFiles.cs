using System.Text.Json;
using Ucam.Imaging;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>Writes files that are whole or not there.</summary>
internal static class VqaFiles
{
    private const int Large = 1 << 16;

    /// <summary>Writes under a temporary name in the same folder and renames at the end.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, write, durable: false);
    }

    /// <summary>
    /// Puts a picture at another path as a symbolic link, or as a copy where it must be one or links cannot be made. What is there is
    /// replaced in one step, and left alone where it is the picture itself.
    /// </summary>
    /// <exception cref="UcamException">What is to be copied is no picture.</exception>
    public static void Place(string file, string path, bool copy)
    {
        string source = Path.GetFullPath(file);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        Leftovers.WritesInto(folder);
        bool isThere = FileIdentity.Same(source, path);
        if (isThere && (!copy || new FileInfo(path).LinkTarget is null)) return;
        if (!copy && TryLink(source, path)) return;
        PictureFile.Require(source);
        using FileStream from = OrdinaryFile.Open(source);
        Write(path, from.CopyTo);
    }

    private static bool TryLink(string source, string path)
    {
        string temporary = Leftovers.TemporaryName(path);
        try
        {
            File.CreateSymbolicLink(temporary, source);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return false;
        }
        try
        {
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Passes on what is written once it is large, so that a file is never held whole.</summary>
    public static void FlushLarge(Utf8JsonWriter json, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (json.BytesPending > Large) json.Flush();
    }
}
