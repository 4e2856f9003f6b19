namespace Ucam.Vqa.Datasets.Files;

/// <summary>What looking for a picture came to.</summary>
/// <param name="Path">Where it is; null where it is not.</param>
/// <param name="Other">Where there is another; null where there is one.</param>
internal readonly record struct PictureFinding(string? Path, string? Other);

/// <summary>Finds pictures in folders by the digits at the end of their names (COCO_train2014_000000123456.jpg), by name, or by path.</summary>
internal sealed class PictureIndex
{
    /// <summary>The endings of picture files, in small letters.</summary>
    public static readonly IReadOnlySet<string> Extensions =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".gif" };

    private readonly IReadOnlyList<string> _folders;
    private readonly Dictionary<string, string?> _links = [];
    private Dictionary<long, List<string>>? _byNumber, _byNumberBelow;
    private Dictionary<string, List<string>>? _byName;

    /// <param name="folders">The folders to search.</param>
    /// <exception cref="UcamException">One is not there.</exception>
    public PictureIndex(IReadOnlyList<string> folders)
    {
        _folders = folders;
        foreach (string folder in folders)
            if (!Directory.Exists(folder))
                throw new UcamException($"{folder} is not a folder; give the folder that holds the pictures.")
                { File = folder, Field = FileProblem.NoFolder };
    }

    /// <summary>The folders, for messages.</summary>
    public string Folders => string.Join(" and ", _folders);

    /// <summary>The pictures that have been listed to search among them.</summary>
    public IEnumerable<string> Listed => new IEnumerable<List<string>>?[] { _byNumber?.Values, _byNumberBelow?.Values, _byName?.Values }
        .SelectMany(lists => lists ?? []).Select(paths => paths[0]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Whether a file is a picture, by its extension.</summary>
    public static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path));

    /// <summary>Some picture in a folder or below it; null where there is none.</summary>
    public static string? Any(string folder) => List(folder, SearchOption.AllDirectories, sort: false).FirstOrDefault();

    /// <summary>Whether a path lies in one of the folders.</summary>
    public bool Holds(string path) => _folders.Any(f => !Path.GetRelativePath(f, path).StartsWith("..", StringComparison.Ordinal));

    /// <summary>The picture whose name ends in a number, on the first level of the folders, or below where it is not there.</summary>
    /// <param name="number">The number.</param>
    /// <param name="split">What the files say of the split ("v2_OpenEnded_mscoco_train2014_questions"): of several pictures, that in a folder it
    /// names.</param>
    public PictureFinding ByNumber(long number, string split)
    {
        _byNumber ??= Index(SearchOption.TopDirectoryOnly, Number);
        if (_byNumber.TryGetValue(number, out List<string>? found)) return Finding(found, split);
        _byNumberBelow ??= Index(SearchOption.AllDirectories, Number);
        return _byNumberBelow.TryGetValue(number, out found) ? Finding(found, split) : default;
    }

    /// <summary>The picture of a file name on any level, or of a path below a folder.</summary>
    public PictureFinding ByName(string name)
    {
        if (name.Contains('/')) return ByPath(name);
        _byName ??= Index(SearchOption.AllDirectories, path => (true, Path.GetFileName(path)));
        if (_byName.TryGetValue(name, out List<string>? found)) return Finding(found, "");
        // Sets made on Windows part their folders so.
        return name.Contains('\\') ? ByPath(name.Replace('\\', '/')) : default;
    }

    /// <summary>The path of a file that a list names, from the list's folder; sets made on Windows part their folders by another mark.</summary>
    public static string Below(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return file.Contains('\\') && !File.Exists(path) ? Path.Combine(folder, file.Replace('\\', '/')) : path;
    }

    private static PictureFinding Finding(List<string> paths, string split)
    {
        List<string> ofSplit = paths.Count == 1
            ? paths : paths.FindAll(p => split.Contains(Path.GetFileName(Path.GetDirectoryName(p)!), StringComparison.Ordinal));
        return ofSplit.Count == 1 ? new PictureFinding(ofSplit[0], null) : new PictureFinding(paths[0], paths[1]);
    }

    /// <summary>What a link leads to instead of a picture, in words; null for a picture, and for a file that is no link.</summary>
    public string? NoPicture(string path)
    {
        if (_links.TryGetValue(path, out string? known)) return known;
        try
        {
            return _links[path] = new FileInfo(path).LinkTarget is null ? null : Ucam.Imaging.PictureFile.OtherKind(path);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            return _links[path] = "it cannot be read: " + FileProblem.Reason(e);
        }
    }

    private PictureFinding ByPath(string relative)
    {
        // Names from a file must not lead out of the folder.
        relative = relative.Replace('\\', '/');
        if (relative.Split('/').Contains("..") || Path.IsPathRooted(relative)) return default;
        string[] found = [.. _folders.Select(f => Path.Combine(f, relative)).Where(File.Exists)];
        return found.Length == 0 ? default : new PictureFinding(found[0], found.Length > 1 ? found[1] : null);
    }

    private Dictionary<TKey, List<string>> Index<TKey>(SearchOption depth, Func<string, (bool Has, TKey Key)> key) where TKey : notnull
    {
        Dictionary<TKey, List<string>> index = [];
        foreach (string path in _folders.SelectMany(f => List(f, depth, sort: true)).DistinctBy(Path.GetFullPath))
        {
            (bool has, TKey found) = key(path);
            if (!has) continue;
            if (index.TryGetValue(found, out List<string>? paths)) paths.Add(path);
            else index[found] = [path];
        }
        return index;
    }

    /// <summary>The number that a file's name ends in; null where it ends in none.</summary>
    public static long? NumberOf(string path) => Number(path) is (true, var number) ? number : null;

    private static (bool Has, long Number) Number(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        int digits = name.Length;
        while (digits > 0 && char.IsAsciiDigit(name[digits - 1])) digits--;
        return (long.TryParse(name.AsSpan(digits), out long number), number);
    }

    private static string[] List(string folder, SearchOption depth, bool sort)
    {
        try
        {
            IEnumerable<string> files = Directory.EnumerateFiles(folder, "*", depth).Where(IsPicture);
            return sort ? [.. files.Order(StringComparer.Ordinal)] : [.. files.Take(1)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UcamException($"{folder} cannot be listed: {FileProblem.Reason(e)}; check its permissions.", e) { File = folder };
        }
    }
}
