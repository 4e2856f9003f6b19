using System.Text;
using System.Text.Json;

namespace Ucam.Vqa.Runs;

/// <summary>
/// The contents of a run's input files, as short hashes that a run is told apart by. A record in the run's folder keeps each file's hash
/// with its size and times, so that what has not been touched is not read again; what was only touched or copied hashes to the same.
/// </summary>
/// <param name="folder">The run's folder.</param>
/// <param name="log">Told when reading takes a while.</param>
internal sealed class InputFiles(string folder, Action<string>? log = null)
{
    private const string Name = "inputs.json";
    private const long Much = 1L << 30;

    // A file this young may change once more within the clock's tick, and would look the same.
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, Known> _known = Read(Path.Combine(folder, Name));
    private bool _changed;

    private sealed record Known(long Size, long Written, long Created, long Changed, string Hash);

    /// <summary>16 hexadecimal digits of names and contents, in the given order.</summary>
    /// <param name="files">Each with what it counts as, wherever it lies.</param>
    /// <exception cref="UcamException">A file cannot be read, or the record not be written.</exception>
    public string Of(IEnumerable<(string Name, string Path)> files)
    {
        var text = new StringBuilder();
        foreach ((string name, string path) in files) text.Append(name).Append('\0').Append(HashOf(Path.GetFullPath(path))).Append('\n');
        Save();
        return RunFolder.Fingerprint(text.ToString());
    }

    /// <summary>The same of a folder's files, by their paths from there, or of one file. What the run itself wrote there does not count.</summary>
    public string Of(string source, Func<string, bool> counts)
    {
        if (!Directory.Exists(source)) return Of([("", source)]);
        string own = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        return Of(Directory.EnumerateFiles(source, "*", new EnumerationOptions { RecurseSubdirectories = true })
            .Where(file => counts(file) && !Path.GetFullPath(file).StartsWith(own, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(file => (Path.GetRelativePath(source, file), file)));
    }

    private string HashOf(string path)
    {
        try
        {
            var file = new FileInfo(path);
            DateTime now = DateTime.UtcNow;
            var stamp = new Known(file.Length, file.LastWriteTimeUtc.Ticks, file.CreationTimeUtc.Ticks, FileIdentity.ChangedOf(path), "");
            if (_known.TryGetValue(path, out Known? known) && known with { Hash = "" } == stamp) return known.Hash;
            if (file.Length > Much) log?.Invoke($"{path}: reading its {file.Length / (double)Much:F0} GB once, to know it again");
            string hash = FileHash.Of(path);
            if (now - file.LastWriteTimeUtc > Young) (_known[path], _changed) = (stamp with { Hash = hash }, true);
            return hash;
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw FileProblem.CannotRead(path, e);
        }
    }

    private void Save()
    {
        if (!_changed) return;
        RunFolder.Make(folder, "run's");
        AtomicFile.WriteText(Path.Combine(folder, Name), JsonSerializer.Serialize(_known));
        _changed = false;
    }

    // A record that is missing or damaged only costs reading the files again.
    private static Dictionary<string, Known> Read(string path)
    {
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<Dictionary<string, Known>>(OrdinaryFile.Text(path)) is { } known
                && !known.ContainsValue(null!) ? known : [];
        }
        catch (Exception e) when (e is JsonException || FileProblem.Is(e))
        {
            return [];
        }
    }
}
