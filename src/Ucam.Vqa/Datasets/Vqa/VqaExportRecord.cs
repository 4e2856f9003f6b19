using System.Text.Json;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>
/// What a former export of a split was made of and what it wrote, kept beside it: its own unedited files may be replaced, a user's never.
/// </summary>
/// <param name="Sources">What was read, or the set's name.</param>
/// <param name="Files">The SHA-256 of each file by its name.</param>
internal sealed record VqaExportRecord(IReadOnlyList<string> Sources, Dictionary<string, string> Files)
{
    /// <summary>The record of a split; null where there is none that can be read.</summary>
    public static VqaExportRecord? Read(string directory, string split)
    {
        string path = PathOf(directory, split);
        try
        {
            if (!File.Exists(path)) return null;
            return JsonSerializer.Deserialize<VqaExportRecord>(OrdinaryFile.Bytes(path)) is { Sources: not null, Files: not null } record
                ? record : null;
        }
        catch (JsonException)
        {
            // Whatever it is, it does not say that the files are ours.
            return null;
        }
    }

    public void Write(string directory, string split) => VqaFiles.Write(PathOf(directory, split), stream => JsonSerializer.Serialize(stream, this));

    /// <summary>Whether it was made of the same files, by whatever names.</summary>
    public bool IsOf(IReadOnlyList<string> sources) => Sources.Count == sources.Count
        && sources.All(source => Sources.Any(known => known == source || FileIdentity.Same(known, source)));

    /// <summary>Whether a file is as it was written.</summary>
    public bool Holds(string path) => Files.TryGetValue(Path.GetFileName(path), out string? hash) && hash == FileHash.Of(path);

    /// <summary>Writes down what a file holds now.</summary>
    public void Add(string path) => Files[Path.GetFileName(path)] = FileHash.Of(path);

    private static string PathOf(string directory, string split) => Path.Combine(directory, $".{split}.ucam");
}
