using System.Text.RegularExpressions;

namespace Ucam.Vqa.Runs;

/// <summary>Tells a folder that a run of Ucam's wrote from a user's own by what lies in it.</summary>
internal static partial class RunTraces
{
    private const int Head = 64 << 10;

    /// <summary>What a folder holds that no run of Ucam's put there; null for a run's folder, an empty one and none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="replaced">Whether only what a run would replace counts, and other files may stay beside it.</param>
    public static string? Foreign(string folder, bool replaced)
    {
        if (!Directory.Exists(folder)) return null;
        string[] names = [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        if (names.Any(name => IsTrace(Path.Combine(folder, name)))) return null;
        return names.FirstOrDefault(name => !Passing().IsMatch(name) && (!replaced || Written().IsMatch(name)));
    }

    // Names alone tell where no user would choose them; files of common names are told by their contents.
    private static bool IsTrace(string path) => Path.GetFileName(path) switch
    {
        var name when Own().IsMatch(name) => true,
        "model.json" => Holds(path, "\"Run\":", "\"Contents\":"),
        "inputs.json" => Holds(path, "\"Hash\":", "\"Written\":"),
        "start.json" => Holds(path, "\"Fingerprint\":", "\"Start\":"),
        "metrics.csv" => Holds(path, MetricsFile.Begin),
        var name when name.EndsWith(".state.json", StringComparison.Ordinal) => Holds(path, "\"Fingerprint\":", "\"Stage\":"),
        _ => false,
    };

    private static bool Holds(string path, params string[] texts)
    {
        if (FileIdentity.IsSpecial(path)) return false;
        try
        {
            using var reader = new StreamReader(path);
            var head = new char[Head];
            string text = new(head, 0, reader.ReadBlock(head));
            return texts.All(part => text.Contains(part, StringComparison.Ordinal));
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            return false;
        }
    }

    [GeneratedRegex(@"^(?:features-.+\.[0-9A-F]{16}\.safetensors.*|start-trial|"
        + @"\w+\.epoch\d+\.(?:safetensors|optimizer)|\w+(?:\.process-\d+)?\.not-finite\.json)$")]
    private static partial Regex Own();

    // What comes and goes while a run lives, or a system puts into any folder.
    [GeneratedRegex(@"^(?:\.lock|\.DS_Store|Thumbs\.db|desktop\.ini|.*\.ucam\.tmp)$")]
    private static partial Regex Passing();

    [GeneratedRegex(@"^(?:(?:model|inputs|start)\.json|(?:metrics|results|questions-.+)\.csv|\w+\.state\.json|\w+\.best\.safetensors)$")]
    private static partial Regex Written();
}
