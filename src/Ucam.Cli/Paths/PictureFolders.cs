using System.CommandLine;
using Ucam.Cli.Usage;

namespace Ucam.Cli.Paths;

/// <summary>Keeps results out of the folders whose pictures are read: the next run would take them for pictures of the user's.</summary>
internal static class PictureFolders
{
    /// <summary>Refuses results among the pictures.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="named">The pictures as they were named: files, folders, patterns.</param>
    /// <param name="files">The files that they are.</param>
    /// <param name="several">Whether they count as several.</param>
    /// <exception cref="UsageException">A result would lie in such a folder, whatever it is called.</exception>
    public static void Check(ParseResult parsed, IReadOnlyList<string> named, IReadOnlyList<string> files, bool several)
    {
        if (!several) return;
        Dictionary<FileIdentity, string> whole = Identities(named.Where(Directory.Exists)),
            listed = Identities(files.Select(file => Path.GetDirectoryName(Path.GetFullPath(file))).OfType<string>().Distinct());
        foreach (OutputOption option in parsed.CommandResult.Command.Options.OfType<OutputOption>())
        {
            if (parsed.GetValue(option) is not { } path) continue;
            bool isFolder = option.Files.Count > 0;
            string? folder = isFolder ? path : Path.GetDirectoryName(Path.GetFullPath(path));
            if (folder is null || FileIdentity.Of(folder) is not { } place) continue;
            // A single file beside pictures that were listed one by one is no picture of the next list.
            if (whole.TryGetValue(place, out string? among) || (isFolder && listed.TryGetValue(place, out among)))
                throw new UsageException($"{option.Name} {path} would lie among the pictures of {among}; give another folder.");
        }
    }

    private static Dictionary<FileIdentity, string> Identities(IEnumerable<string> folders)
    {
        var found = new Dictionary<FileIdentity, string>();
        foreach (string folder in folders)
            if (FileIdentity.Of(folder) is { } identity) found.TryAdd(identity, folder);
        return found;
    }
}
