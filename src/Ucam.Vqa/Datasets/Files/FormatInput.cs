namespace Ucam.Vqa.Datasets.Files;

/// <summary>The files and folders a user named, sorted by what a format reads; files are told apart by what is in them, not by their names.</summary>
internal sealed class FormatInput
{
    private readonly Dictionary<string, List<string>> _found = [];

    /// <summary>Sorts paths; a folder gives its JSON files, and itself if there are pictures in it.</summary>
    /// <exception cref="UcamException">A path is not there or not of any kind that the format reads, or a part is missing.</exception>
    public FormatInput(FileFormat format, IReadOnlyList<string> paths)
    {
        foreach (string path in paths)
        {
            bool used = Directory.Exists(path) ? AddFolder(format, path) : AddFile(format, path);
            if (!used && TellsByPath(format) && TextLines.Problem(path) is { } problem) throw new UcamException($"{path} {problem}.") { File = path };
            if (!used) throw new UcamException($"{path} is not what {format.Name} reads; it needs {Needs(format)}.") { File = path };
        }
        if (format.Parts.FirstOrDefault(p => p.IsRequired && this[p.Name].Count == 0) is { } missing)
            throw new UcamException($"{format.Name} needs {missing.About}; none of {string.Join(", ", paths)} is it.") { Field = missing.Name };
    }

    /// <summary>The paths of a part, in the order given.</summary>
    public IReadOnlyList<string> this[string part] => _found.GetValueOrDefault(part) ?? [];

    /// <summary>The folders of pictures as an index; null where none was named.</summary>
    public PictureIndex? Pictures => this[FormatPart.Images].Count == 0 ? null : new PictureIndex(this[FormatPart.Images]);

    /// <summary>What a format reads, in words.</summary>
    public static string Needs(FileFormat format) => string.Join(", ", format.Parts.Select(p => p.IsRequired ? p.About : $"{p.About} (if there)"));

    private static bool TellsByPath(FileFormat format) => format.Parts.Any(p => p.File is not null);

    private bool AddFile(FileFormat format, string path)
    {
        FormatPart? part;
        if (TellsByPath(format)) part = format.Parts.FirstOrDefault(p => p.File?.Invoke(path) == true);
        else if (CsvRows.IsTable(path)) part = format.Parts.FirstOrDefault(p => p.Json is null && p.Folder is null);
        else
        {
            JsonShape shape = JsonShape.Of(path);
            part = format.Parts.FirstOrDefault(p => p.Json?.Invoke(shape) == true);
        }
        if (part is null) return false;
        Add(part, path);
        return true;
    }

    private bool AddFolder(FileFormat format, string path)
    {
        bool used = false;
        foreach (string file in Directory.EnumerateFiles(path).Where(f => Path.GetExtension(f).ToLowerInvariant() is ".json" or ".jsonl"
            || TellsByPath(format))
            .Order(StringComparer.Ordinal))
            used |= AddFile(format, file);
        // An empty folder is one whose pictures are missing.
        if (used && PictureIndex.Any(path) is null) return true;
        if (format.Parts.FirstOrDefault(p => p.Folder?.Invoke(path) == true) is not { } part) return used;
        Add(part, path);
        return true;
    }

    private void Add(FormatPart part, string path)
    {
        if (!_found.TryGetValue(part.Name, out List<string>? paths)) _found[part.Name] = paths = [];
        // A file may be named beside its folder.
        if (!paths.Exists(known => Path.GetFullPath(known) == Path.GetFullPath(path))) paths.Add(path);
    }
}
