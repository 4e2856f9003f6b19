namespace Ucam.Datasets.Files;

/// <summary>What looking for a picture came to.</summary>
/// <param name="Path">Where it is; null where it is not.</param>
/// <param name="IsDoubled">Whether there are two.</param>
internal readonly record struct PictureFinding(string? Path, bool IsDoubled);

/// <summary>Finds pictures in folders by the digits at the end of their names (COCO_train2014_000000123456.jpg), by name, or by path.</summary>
internal sealed class PictureIndex
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif" };
    private readonly IReadOnlyList<string> _folders;
    private Dictionary<long, PictureFinding>? _byNumber;
    private Dictionary<string, PictureFinding>? _byName;
    private readonly Dictionary<string, string?> _links = [];

    /// <param name="folders">The folders to search.</param>
    /// <exception cref="UcamException">One is not there.</exception>
    public PictureIndex(IReadOnlyList<string> folders)
    {
        _folders = folders;
        foreach (string folder in folders)
            if (!Directory.Exists(folder)) throw new UcamException($"{folder} is not a folder; give the folder that holds the pictures.") { File = folder };
    }

    /// <summary>The folders, for messages.</summary>
    public string Folders => string.Join(" and ", _folders);

    /// <summary>The pictures that have been listed to search among them.</summary>
    public IEnumerable<string> Listed => (_byNumber?.Values ?? Enumerable.Empty<PictureFinding>()).Concat(_byName?.Values ?? Enumerable.Empty<PictureFinding>())
        .Select(f => f.Path!).Order(StringComparer.Ordinal);

    /// <summary>Whether a file is a picture, by its extension.</summary>
    public static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path));

    /// <summary>Some picture in a folder or below it; null where there is none.</summary>
    public static string? Any(string folder) => List(folder, SearchOption.AllDirectories, sort: false).FirstOrDefault();

    /// <summary>The picture whose name ends in a number, on the first level of the folders.</summary>
    public PictureFinding ByNumber(long number)
    {
        _byNumber ??= Index(SearchOption.TopDirectoryOnly, Number);
        return _byNumber.GetValueOrDefault(number);
    }

    /// <summary>The picture of a file name on any level, or of a path below a folder.</summary>
    public PictureFinding ByName(string name)
    {
        if (name.Contains('/')) return ByPath(name);
        _byName ??= Index(SearchOption.AllDirectories, path => (true, Path.GetFileName(path)));
        return _byName.GetValueOrDefault(name);
    }

    /// <summary>What a link leads to instead of a picture, in words; null for a picture, and for a file that is no link.</summary>
    public string? NoPicture(string path)
    {
        if (_links.TryGetValue(path, out string? known)) return known;
        try
        {
            return _links[path] = new FileInfo(path).LinkTarget is null ? null : Imaging.PictureFile.OtherKind(path);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            return _links[path] = "it cannot be read: " + FileProblem.Reason(e);
        }
    }

    private PictureFinding ByPath(string relative)
    {
        // Names from a file must not lead out of the folder.
        if (relative.Split('/').Contains("..") || Path.IsPathRooted(relative)) return default;
        string[] found = [.. _folders.Select(f => Path.Combine(f, relative)).Where(File.Exists)];
        return found.Length == 0 ? default : new PictureFinding(found[0], found.Length > 1);
    }

    private Dictionary<TKey, PictureFinding> Index<TKey>(SearchOption depth, Func<string, (bool Has, TKey Key)> key) where TKey : notnull
    {
        Dictionary<TKey, PictureFinding> index = [];
        foreach (string path in _folders.SelectMany(f => List(f, depth, sort: true)))
        {
            (bool has, TKey found) = key(path);
            if (has && !index.TryAdd(found, new PictureFinding(path, false))) index[found] = new PictureFinding(path, true);
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
            throw new UcamException($"{folder} cannot be listed: {e.Message.TrimEnd('.')}; check its permissions.", e) { File = folder };
        }
    }
}
