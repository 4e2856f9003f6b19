namespace Ucam.Studies.Comparison;

/// <summary>The finished pieces of a comparison's folder: of each of its folders the files of one ending.</summary>
internal static class PieceFiles
{
    /// <summary>Where a benchmark over heads has a folder for each kind of network.</summary>
    public const string Kinds = "kinds";

    // A row's file comes last: with it a cell is finished.
    private static readonly (string Folder, string Ending)[] OfFolder =
        [("weights", ".safetensors"), ("curves", ".json"), ("certainty", ".csv"), ("rows", ".csv"), ("maps", ".csv"), ("fidelity", ".csv")];

    // Its table finishes a kind.
    private static readonly (string Folder, string Ending)[] OfKind = [("maps", ".csv"), ("", ".csv")];

    /// <summary>The folders that pieces lie in, from the comparison's, with the ending of their files.</summary>
    /// <param name="kinds">The kinds of network.</param>
    public static IEnumerable<(string Folder, string Ending)> Folders(IEnumerable<string> kinds) =>
        [.. OfFolder, .. kinds.SelectMany(kind => OfKind.Select(piece => (Path.Combine(Kinds, kind, piece.Folder), piece.Ending)))];

    /// <summary>The kinds of network; one that was only begun has none of its own pieces yet.</summary>
    public static IEnumerable<string> KindsOf(string folder) =>
        Path.Combine(folder, Kinds) is var kinds && Directory.Exists(kinds)
            ? Directory.EnumerateDirectories(kinds).Where(CompareState.IsIn).Select(kind => Path.GetFileName(kind)) : [];

    /// <summary>The files of a folder of pieces; what is hidden is being written, or holds the folder.</summary>
    public static IEnumerable<string> In(string folder, string ending) => !Directory.Exists(folder) ? []
        : Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file) == ending && Path.GetFileName(file)[0] != '.')
            .Order(StringComparer.Ordinal);

    /// <summary>Refuses links below a part, by which what lies outside would be copied.</summary>
    /// <exception cref="UcamException">A folder or a file that would be read is a link.</exception>
    public static void RequireUnlinked(string part)
    {
        string kinds = Path.Combine(part, Kinds);
        Refuse(kinds);
        foreach (string kind in Directory.Exists(kinds) ? Directory.EnumerateDirectories(kinds) : [])
        {
            Refuse(kind);
            Refuse(Path.Combine(kind, CompareState.FileName));
        }
        Refuse(Path.Combine(part, CompareState.FileName));
        foreach ((string folder, string ending) in Folders(KindsOf(part)))
        {
            Refuse(Path.TrimEndingDirectorySeparator(Path.Combine(part, folder)));
            foreach (string file in In(Path.Combine(part, folder), ending)) Refuse(file);
        }
    }

    private static void Refuse(string path)
    {
        if (UnlinkedFile.IsLink(path))
            throw new UcamException($"{path} is a link, which may lead out of the part; put what it leads to in its place, or remove it.")
            { File = path };
    }
}
