namespace Ucam;

/// <summary>What lies where it is looked for: in a folder that somebody else filled, a link leads to what they may not read themselves.</summary>
internal static class UnlinkedFile
{
    /// <summary>Whether it is a file of its own, no link to one.</summary>
    public static bool IsAt(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.LinkTarget is null;
    }

    /// <summary>Whether a path, of a file or a folder, is a link.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>The files of a folder that are no links, by name; none where the folder is a link or is not there.</summary>
    public static IEnumerable<string> In(string folder, string pattern) => !Directory.Exists(folder) || IsLink(folder) ? []
        : Directory.EnumerateFiles(folder, pattern).Where(IsAt).Order(StringComparer.Ordinal);
}
