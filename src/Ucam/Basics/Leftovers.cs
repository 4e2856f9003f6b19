using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Ucam;

/// <summary>Names of unfinished files, and the removal of those that killed runs left in the folders that this run wrote.</summary>
internal static partial class Leftovers
{
    // A file of another living run is locked while it is written; links and files of this age may be at the point of being so.
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<string, bool> Folders = new();

    /// <summary>A name beside a file's that no other run takes.</summary>
    public static string TemporaryName(string path)
    {
        WritesInto(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return $"{path}.{Guid.NewGuid():N}.ucam.tmp";
    }

    /// <summary>Marks a folder as one of this run, where an earlier one may have left something even if this one has nothing to write.</summary>
    public static void WritesInto(string folder) => Folders[Path.GetFullPath(folder)] = true;

    /// <summary>Removes what was left in the folders that this process wrote.</summary>
    public static void Clean()
    {
        foreach (string folder in Folders.Keys) Clean(folder);
        Folders.Clear();
    }

    /// <summary>Removes the folders of a killed run: those of a name that no living process works in.</summary>
    /// <param name="folder">Where they lie.</param>
    /// <param name="pattern">Their names.</param>
    /// <param name="lockName">The file in each that its process keeps locked.</param>
    public static void CleanFolders(string folder, string pattern, string lockName)
    {
        foreach (string work in Directory.Exists(folder) ? Directory.GetDirectories(folder, pattern) : [])
            Try(() =>
            {
                string held = Path.Combine(work, lockName);
                if (IsYoung(Directory.GetLastWriteTimeUtc(work)) || (File.Exists(held) && !IsFree(held))) return;
                Directory.Delete(work, recursive: true);
            });
    }

    private static void Clean(string folder)
    {
        if (!Directory.Exists(folder)) return;
        Try(() =>
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.ucam.tmp").Where(f => Ours().IsMatch(f)))
                Try(() => Remove(file));
        });
    }

    private static void Remove(string file)
    {
        var info = new FileInfo(file);
        if (IsYoung(info.LastWriteTimeUtc)) return;
        if (info.LinkTarget is not null || IsFree(file)) File.Delete(file);
    }

    // A time far ahead is of a clock that was set back since, and says nothing of a living run.
    private static bool IsYoung(DateTime written) => (DateTime.UtcNow - written).Duration() < Young;

    private static bool IsFree(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            // What cannot be removed stays; the run itself is finished and whole.
        }
    }

    [GeneratedRegex(@"\.[0-9a-f]{32}\.ucam\.tmp\z")]
    private static partial Regex Ours();
}
