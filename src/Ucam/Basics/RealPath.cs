namespace Ucam;

/// <summary>Where a path leads once every link in it is followed, whether or not its end is there.</summary>
internal static class RealPath
{
    // Links that go round lead nowhere; systems stop at this many too.
    private const int MostLinks = 40;

    public static string Of(string path) => Resolve(Path.GetFullPath(path), MostLinks);

    /// <summary>Whether a real path is a folder, or lies in it at any depth.</summary>
    public static bool IsIn(string real, FileIdentity folder)
    {
        for (string? at = real; at is not null; at = Path.GetDirectoryName(at))
            if (FileIdentity.Of(at) == folder) return true;
        return false;
    }

    private static string Resolve(string full, int left)
    {
        if (left == 0 || Path.GetDirectoryName(full) is not { } parent) return full;
        string path = Path.Combine(Resolve(parent, left), Path.GetFileName(full));
        return new FileInfo(path).LinkTarget is { } target ? Resolve(Path.GetFullPath(target, Path.GetDirectoryName(path)!), left - 1) : path;
    }
}
