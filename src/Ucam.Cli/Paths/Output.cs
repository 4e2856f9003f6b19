using Ucam.Cli.Usage;
using Ucam.Imaging;

namespace Ucam.Cli.Paths;

/// <summary>Checks before the work begins that its results can be written; folders are made when there is something to put into them.</summary>
internal static class Output
{
    private const string Trial = "ucam-can-write";

    /// <summary>Refuses a file that could not be written.</summary>
    public static void CheckFile(string option, string? path)
    {
        if (path is null) return;
        if (string.IsNullOrWhiteSpace(path)) throw new UsageException($"{option} is empty; give a file name.");
        if (Directory.Exists(path)) throw new UsageException($"{option} {path}: it is a folder; give a file name.");
        if (Path.EndsInDirectorySeparator(path)) throw new UsageException($"{option} {path}: it names a folder; give a file name.");
        if (FileIdentity.IsSpecial(path)) throw new UsageException($"{option} {path}: it is a device or a pipe; give a file name.");
        Probe(option, path, Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    /// <summary>Refuses a picture that could not be written, or is called what it would not be.</summary>
    public static void CheckPicture(string option, string? path)
    {
        CheckFile(option, path);
        if (path is not null && PictureFormat.OfName(path) is null) throw new UsageException($"{option} {path}: {PictureFormat.Endings}.");
    }

    /// <summary>Refuses a folder that could not be made or written to.</summary>
    public static void CheckFolder(string option, string? path)
    {
        if (path is null) return;
        if (string.IsNullOrWhiteSpace(path)) throw new UsageException($"{option} is empty; give a folder.");
        Probe(option, path, Path.GetFullPath(path));
    }

    /// <summary>Makes the folder of a file.</summary>
    public static string WithFolder(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        return path;
    }

    // The nearest folder that is there tells whether the missing ones below it can be made.
    private static void Probe(string option, string path, string? folder)
    {
        while (folder is not null && !Directory.Exists(folder))
        {
            if (File.Exists(folder))
                throw new UsageException($"{option} {path}: {folder} is a file, not a folder; choose another place.");
            folder = Path.GetDirectoryName(folder);
        }
        if (FileIdentity.IsSpecial(Path.Combine(folder ?? "/", Trial)))
            throw new UsageException($"{option} {path}: {folder} is for devices; choose another folder.");
        try
        {
            AtomicFile.Create(Path.Combine(folder ?? "/", Trial)).Dispose();
        }
        catch (UcamException e)
        {
            throw new UcamException($"{option} {path}: files cannot be made in {folder} "
                + $"({FileProblem.Reason(e.InnerException)}); choose another folder.", e)
            { File = path };
        }
    }
}
