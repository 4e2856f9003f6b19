using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Training.Extraction;

/// <summary>Pictures with identifiers, from a set, a folder or a list.</summary>
/// <param name="Name">Where they are from.</param>
/// <param name="Ids">One identifier for each, no two alike.</param>
/// <param name="Load">Reads the picture at an index; safe from several threads.</param>
internal sealed record PictureSource(string Name, IReadOnlyList<long> Ids, Func<int, Picture> Load)
{
    /// <summary>The file of the picture at an index; null where it has none.</summary>
    internal Func<int, string?> FileOf { get; init; } = _ => null;

    /// <summary>The files that are read.</summary>
    internal IEnumerable<string> Files => Enumerable.Range(0, Ids.Count).Select(FileOf).OfType<string>();

    /// <summary>
    /// 16 hexadecimal digits of which pictures these are: identifiers and names below the folder that holds them all, which may stand elsewhere on
    /// another machine.
    /// </summary>
    internal string Fingerprint
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(MemoryMarshal.AsBytes<long>(Ids.ToArray()));
            string[] files = [.. Enumerable.Range(0, Ids.Count).Select(picture => FileOf(picture)?.Replace('\\', '/') ?? "")];
            int shared = files.Length == 0 ? 0 : files.Min(file => file.AsSpan().CommonPrefixLength(files[0]));
            int folder = files.Length == 0 ? 0 : files[0].AsSpan(0, shared).LastIndexOf('/') + 1;
            foreach (string file in files) hash.AppendData(Encoding.UTF8.GetBytes($"{file[folder..]}\n"));
            return Convert.ToHexString(hash.GetHashAndReset())[..16];
        }
    }

    /// <summary>A stretch of them.</summary>
    internal PictureSource Part(int start, int length)
    {
        Func<int, string?> files = FileOf;
        return new PictureSource(Name, [.. Ids.Skip(start).Take(length)], index => Load(start + index)) { FileOf = index => files(start + index) };
    }

    /// <summary>Reads the picture at an index in the way asked for; drawn pictures have one way only. Safe from several threads.</summary>
    internal Picture LoadAs(int index, PictureDecoding decoding) =>
        decoding != PictureDecoding.AsShown && FileOf(index) is { } file ? Picture.Load(file, decoding) : Load(index);

    /// <summary>The pictures of a set, by their image ids; by their indices where not every picture has an id of its own.</summary>
    public static PictureSource FromSet(IVqaSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        var ids = new long?[set.PictureCount];
        foreach (VqaItem item in set.Items) ids[item.Picture] = item.ImageId;
        return new PictureSource(set.Name, Distinct(ids), set.LoadPicture) { FileOf = picture => (set as IPictureFiles)?.PictureFile(picture) };
    }

    /// <summary>
    /// The pictures of a folder by name, or those that a JSON list names: paths, or objects with "file" and "id"; paths are below the list's folder.
    /// </summary>
    /// <remarks>
    /// Without ids in the list, they are the numbers that the names end in (COCO_val2014_000000000042.jpg is 42), or places in the list where these
    /// do not tell all apart.
    /// </remarks>
    /// <exception cref="UcamException">There are no pictures, or the list is malformed.</exception>
    public static PictureSource FromPath(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        (string[] files, long?[] ids) = Directory.Exists(path) ? FromFolder(path) : FromList(path);
        if (files.Length == 0)
            throw new UcamException($"{path} has no pictures; give a folder of PNG, JPEG, WebP, BMP or GIF files, or a JSON list of them.")
            { File = path };
        return new PictureSource(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), Distinct(ids), i => Picture.Load(files[i]))
        { FileOf = i => files[i] };
    }

    private static (string[], long?[]) FromFolder(string path)
    {
        string[] files = [.. Directory.EnumerateFiles(path).Where(PictureIndex.IsPicture).Order(StringComparer.Ordinal)];
        return (files, [.. files.Select(PictureIndex.NumberOf)]);
    }

    private static (string[], long?[]) FromList(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        List<string> files = [];
        List<long?> ids = [], given = [];
        using var json = new JsonFileReader(path, new TextPool());
        json.Begin();
        json.Array();
        while (json.Item())
        {
            (string file, long? id) = json.Token == JsonTokenType.String ? (json.Text(), null) : Entry(json);
            files.Add(PictureIndex.Below(folder, file));
            ids.Add(PictureIndex.NumberOf(files[^1]));
            given.Add(id);
        }
        json.End();
        if (given.Any(id => id is not null) && given.Any(id => id is null))
            throw new UcamException($"{path}: some pictures have an \"id\" and some do not; give all or none.") { File = path };
        if (given.Count > 0 && given[0] is not null && given.Distinct().Count() != given.Count)
            throw new UcamException($"{path}: id {given.GroupBy(id => id).First(g => g.Count() > 1).Key} stands twice; give each picture its own.")
            { File = path };
        return ([.. files], [.. given.Count > 0 && given[0] is not null ? given : ids]);
    }

    private static (string, long?) Entry(JsonFileReader json)
    {
        string? file = null;
        long? id = null;
        json.Object();
        while (json.Property(out string name))
        {
            if (name == "file") file = json.Text();
            else if (name == "id") id = json.Whole();
            else json.Skip();
        }
        return (file ?? throw json.Wrong("it is missing", "file"), id);
    }

    private static long[] Distinct(long?[] ids)
    {
        bool tell = ids.All(id => id is not null) && ids.Distinct().Count() == ids.Length;
        return [.. ids.Select((id, i) => tell ? id!.Value : i)];
    }
}
