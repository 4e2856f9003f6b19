namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>
/// Refuses folders of an export that are, by a link or another name, folders that it reads: nothing is written into what was given.
/// </summary>
internal sealed class VqaExportFolders(string directory, IReadOnlyList<string> sources)
{
    private static readonly string[] Kinds = ["images", "regions", "attention"];

    /// <exception cref="OutputRefusedException">A folder that would be written to is read.</exception>
    public void Require(string split, IVqaSet set, VqaPictureWriter pictures)
    {
        var read = new Dictionary<FileIdentity, string>();
        foreach (string folder in sources.SelectMany(Folders))
            if (FileIdentity.Of(folder) is { } identity) read.TryAdd(identity, folder);
        RequireOutside(directory, read, isNamed: true);
        foreach (string kind in Kinds)
            foreach (string folder in new[] { Path.Combine(directory, kind), Path.Combine(directory, kind, split) })
                if (Directory.Exists(folder) && new DirectoryInfo(folder).LinkTarget is not null) RequireOutside(folder, read, isNamed: false);
        RequirePlaced(set as FileSet, pictures);
    }

    /// <summary>A folder that was named as one inside what is read is meant; one that only a link leads there is not.</summary>
    private static void RequireOutside(string folder, Dictionary<FileIdentity, string> read, bool isNamed)
    {
        string full = Path.GetFullPath(folder), real = RealPath.Of(full);
        if (real == full) return;
        foreach ((FileIdentity identity, string source) in read)
        {
            bool isMeant = isNamed
                && full.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source)) + Path.DirectorySeparatorChar,
                StringComparison.Ordinal);
            if (!isMeant && RealPath.IsIn(real, identity)) throw Refuse(folder, source);
        }
    }

    /// <summary>The folder of pictures may be one that pictures are read from only where each is in its place already.</summary>
    private static void RequirePlaced(FileSet? set, VqaPictureWriter pictures)
    {
        if (set is null || FileIdentity.Of(pictures.ImageFolder) is not { } images) return;
        (string File, string Path)[] placed =
        [
            .. Enumerable.Range(0, set.PictureCount).Select(i => (File: set.PictureFile(i), Path: pictures.PathOf(i)))
                .Where(p => p is { File: not null, Path: not null }).Select(p => (p.File!, p.Path!)),
        ];
        string[] folders = [.. placed.Select(p => Path.GetDirectoryName(Path.GetFullPath(p.File))!).Distinct()];
        if (Array.Find(folders, folder => FileIdentity.Of(folder) == images) is { } source && placed.Any(p => !FileIdentity.Same(p.File, p.Path)))
            throw Refuse(pictures.ImageFolder, source);
    }

    private static IEnumerable<string> Folders(string source) => Directory.Exists(source) ? [source]
        : File.Exists(source) ? Kinds.Select(kind => VqaBeside.Folder(source, kind)).OfType<string>() : [];

    private static OutputRefusedException Refuse(string folder, string source) => new(
        $"{folder} leads into {source}, which is read; give another folder (--out), another name of the split (--split), or remove the link.")
    { File = folder };
}
