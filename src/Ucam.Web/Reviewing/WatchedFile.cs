namespace Ucam.Web.Reviewing;

/// <summary>
/// A file that this process alone writes, and whether its name still leads to what was written. It is looked at and never opened: to close it
/// again would give up the locks that SQLite holds on it.
/// </summary>
internal sealed class WatchedFile
{
    // File systems may settle a little later on when something was written.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly string _path, _real;
    private State? _seen;

    /// <summary>Begins to watch; a file that is not there now is not watched.</summary>
    /// <param name="path">Its name as it was given.</param>
    public WatchedFile(string path)
    {
        (_path, _real) = (path, RealPath.Of(path));
        _seen = Look();
    }

    /// <summary>What somebody else did to it since the last look, before this process writes again; null for nothing.</summary>
    public string? Changed() => Gone(out State now) ?? (_seen is not { } seen || OperatingSystem.IsWindows() ? null
        : now.Written < seen.Written || now.Written > seen.Written + Settling ? "was written by another program" : null);

    /// <summary>The same after this process wrote, which makes it no shorter; what it is now is the measure of the next look.</summary>
    public string? ChangedWhileWriting()
    {
        if (Gone(out State now) is { } gone) return gone;
        if (_seen is not null) _seen = now;
        return null;
    }

    private string? Gone(out State now)
    {
        now = default;
        if (_seen is not { } seen) return null;
        if (Look() is not { } there) return "was removed";
        now = there;
        return now.Identity != seen.Identity ? "was replaced" : now.Length < seen.Length ? "was cut off" : null;
    }

    private State? Look()
    {
        if (FileIdentity.Of(_path) is not { } identity) return null;
        var file = new FileInfo(_real);
        return file.Exists ? new State(identity, file.Length, file.LastWriteTimeUtc) : null;
    }

    private readonly record struct State(FileIdentity Identity, long Length, DateTime Written);
}
