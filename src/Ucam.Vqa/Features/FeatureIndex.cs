using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ucam.Vqa.Features;

/// <summary>
/// Several feature files that stand for one: a JSON file that names them, with pictures, bytes and SHA-256 of each. Given in place of a feature
/// file, the pictures of all are read, and nothing is copied.
/// </summary>
internal sealed class FeatureIndex
{
    private const string FormatValue = "ucam-feature-index-1", Extension = ".json";
    private readonly Content _content;

    private FeatureIndex(string path, Content content) => (Path, _content) = (path, content);

    /// <param name="Format">What the file is.</param>
    /// <param name="Files">The files, in their order.</param>
    internal sealed record Content(string Format, IReadOnlyList<Entry> Files);

    /// <param name="File">Its name, from the index's folder.</param>
    /// <param name="Pictures">How many it has.</param>
    /// <param name="Bytes">Its length.</param>
    /// <param name="Sha256">64 hexadecimal digits; null where they were left out.</param>
    internal sealed record Entry(string File, int Pictures, long Bytes, string? Sha256);

    /// <summary>The path it was read from.</summary>
    public string Path { get; }

    /// <summary>Whether a path is an index, by its extension.</summary>
    public static bool IsIndex(string path) => System.IO.Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an index; its files are not opened yet.</summary>
    /// <exception cref="UcamException">It cannot be read, is no index, or names a file outside its folder.</exception>
    public static FeatureIndex Read(string path)
    {
        try
        {
            Content? content = JsonSerializer.Deserialize(Utf8File.Bytes(path, "an index of feature files").Span, FeatureIndexJson.Default.Content);
            if (content?.Format != FormatValue || content.Files is not { Count: > 0 })
                throw Wrong(path, "it does not say \"format\": \"" + FormatValue + "\" and name \"files\"");
            foreach (Entry? entry in content.Files)
                if (entry?.File is not { Length: > 0 } name || System.IO.Path.IsPathRooted(name) || name.Contains('\0')
                    || name.Split('/', '\\').Contains(".."))
                    throw Wrong(path, $"\"files\" has the entry \"{entry?.File}\", where a file below the index's folder must be named");
            return new FeatureIndex(path, content);
        }
        catch (JsonException e)
        {
            throw Wrong(path, JsonProblem.InWords(e));
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw FileProblem.CannotRead(path, e);
        }
    }

    /// <summary>The files that an index names; none where the path is no index or cannot be read, which opening it tells.</summary>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        if (!IsIndex(path) || !File.Exists(path)) return [];
        try
        {
            FeatureIndex index = Read(path);
            return [.. index._content.Files.Select(index.PathOf)];
        }
        catch (UcamException)
        {
            return [];
        }
    }

    /// <summary>Opens all its files.</summary>
    /// <exception cref="UcamException">A file is missing or damaged, has another length or number of pictures than the index says, or is of another
    /// network than the first.</exception>
    public FeaturePart[] Open()
    {
        var parts = new List<FeaturePart>();
        try
        {
            foreach (Entry entry in _content.Files)
            {
                string path = PathOf(entry);
                CheckLength(entry, path);
                parts.Add(FeaturePart.Open(path));
                if (parts[^1].Ids.Length != entry.Pictures)
                    throw Differs(path, $"has {parts[^1].Ids.Length} pictures, the index says {entry.Pictures}");
                CheckAlike(parts.Find(part => NetworkOf(part) is not null) ?? parts[0], parts[^1]);
            }
            return [.. parts];
        }
        catch
        {
            foreach (FeaturePart part in parts) part.Dispose();
            throw;
        }
    }

    /// <summary>Reads every file whole, compares it with its SHA-256, and looks whether all its features are finite numbers.</summary>
    /// <returns>How many files had one to compare with, and how many there are.</returns>
    /// <exception cref="UcamException">A file is missing, is another than the index was made of, or holds a value that is not finite.</exception>
    public (int Checked, int Files) Check(IProgress<RunProgress>? progress, CancellationToken cancel)
    {
        FeaturePart[] parts = Open();
        try
        {
            var meter = new ProgressMeter(progress, "check", "files", parts.Length);
            for (int i = 0; i < parts.Length; i++)
            {
                cancel.ThrowIfCancellationRequested();
                Entry entry = _content.Files[i];
                if (entry.Sha256 is { } sum && !FileHash.Of(PathOf(entry)).Equals(sum, StringComparison.OrdinalIgnoreCase))
                    throw Differs(PathOf(entry), "has another SHA-256 than the index says");
                for (int row = 0; row < parts[i].Ids.Length; row++)
                {
                    cancel.ThrowIfCancellationRequested();
                    parts[i].RequireFinite(row);
                }
                meter.Add(1, i + 1, 1);
            }
        }
        finally
        {
            foreach (FeaturePart part in parts) part.Dispose();
        }
        return (_content.Files.Count(entry => entry.Sha256 is not null), _content.Files.Count);
    }

    /// <summary>Makes an index of feature files, once it is certain that they go together.</summary>
    /// <param name="files">The files, which must stand in the index's folder or below it.</param>
    /// <param name="path">The index to write.</param>
    /// <param name="sums">Whether each is read whole for its SHA-256.</param>
    /// <param name="progress">Told how many files are done.</param>
    /// <param name="cancel">Stops it; nothing is written.</param>
    /// <returns>How many pictures it has.</returns>
    /// <exception cref="UcamException">A file cannot be read, stands elsewhere, is of another network, or has a picture of another.</exception>
    public static int Write(IReadOnlyList<string> files, string path, bool sums, IProgress<RunProgress>? progress, CancellationToken cancel)
    {
        if (!IsIndex(path)) throw new UcamException($"{path} would not be known as an index; give it the extension {Extension}.") { File = path };
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        var entries = new List<Entry>();
        RequireDifferent(files);
        var meter = new ProgressMeter(progress, "index", "files", files.Count);
        foreach (string file in files)
        {
            cancel.ThrowIfCancellationRequested();
            string name = System.IO.Path.GetRelativePath(folder, System.IO.Path.GetFullPath(file)).Replace('\\', '/');
            if (System.IO.Path.IsPathRooted(name) || name.StartsWith("../", StringComparison.Ordinal))
                throw new UcamException($"{file} is not below {folder}; write the index into a folder that holds all its files.") { File = file };
            if (IsIndex(file)) throw new UcamException($"{file} is called like an index; name the feature files themselves.") { File = file };
            using FeaturePart part = FeaturePart.Open(file);
            entries.Add(new Entry(name, part.Ids.Length, new FileInfo(file).Length, sums ? FileHash.Of(file) : null));
            meter.Add(1, entries.Count, 1);
        }
        var content = new Content(FormatValue, entries);
        using FeatureFile all = FeatureFile.Open(new FeatureIndex(path, content));
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(content, FeatureIndexJson.Default.Content));
        return all.Count;
    }

    private static void RequireDifferent(IReadOnlyList<string> files)
    {
        var seen = new Dictionary<FileIdentity, string>();
        foreach (string file in files)
            if (FileIdentity.Of(file) is { } identity && !seen.TryAdd(identity, file))
                throw new UcamException($"{seen[identity]} and {file} are one file; give each once.") { File = file };
    }

    private string PathOf(Entry entry) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!, entry.File);

    private void CheckLength(Entry entry, string path)
    {
        long length = new FileInfo(path) is { Exists: true } file ? file.Length
            : throw new UcamException($"{path}, which {Path} names, does not exist; put it there, or make the index again.") { File = path };
        if (length != entry.Bytes) throw Differs(path, $"has {length} bytes, the index says {entry.Bytes}");
    }

    private static void CheckAlike(FeaturePart first, FeaturePart part)
    {
        if (part.Grid != first.Grid || !Same(first, part))
            throw new UcamException($"{part.Path} and {first.Path} hold features of different networks or settings; extract them alike.")
            { File = part.Path };
    }

    // Which set's pictures they are, and which part of them, may differ; of an earlier version a file does not tell its network's contents.
    private static bool Same(FeaturePart a, FeaturePart b) => Others(a).SetEquals(Others(b))
        && (NetworkOf(a) ?? NetworkOf(b)) == (NetworkOf(b) ?? NetworkOf(a));

    private static string? NetworkOf(FeaturePart part) => part.Metadata.GetValueOrDefault(FeatureMerge.NetworkKey);

    private static HashSet<KeyValuePair<string, string>> Others(FeaturePart part) => [.. part.Metadata.Where(text =>
        text.Key is not (FeatureMerge.ShardKey or FeatureMerge.PicturesKey or FeatureMerge.NetworkKey or "set"))];

    private UcamException Differs(string path, string what) =>
        new($"{path} {what} ({Path}): it was changed or is damaged; bring the file back, or make the index again.") { File = path };

    private static UcamException Wrong(string path, string what) =>
        new($"{path} is no index of feature files: {what}; 'ucam features index' makes one.") { File = path };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(FeatureIndex.Content))]
internal sealed partial class FeatureIndexJson : JsonSerializerContext;
