using System.Text.Json;

namespace Ucam.Studies.Comparison;

/// <summary>What a comparison's folder was made with, so that cells of other settings are never mixed.</summary>
/// <param name="name">Name of the comparison.</param>
/// <param name="fingerprint">Of all settings but the lists that may grow.</param>
internal sealed class CompareState(string name, string fingerprint)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "comparison.json";

    private const string NewFolder = "give another --run folder";

    /// <summary>What its file holds.</summary>
    internal sealed record Content(string Name, string Fingerprint, Dictionary<string, string> Methods, Dictionary<string, string> Variants)
    {
        public List<string> Versions { get; init; } = [];

        public Dictionary<string, string> Inputs { get; init; } = [];
    }

    public string Name => name;

    public string Fingerprint => fingerprint;

    /// <summary>Methods with settings of their own: name → fingerprint, empty for the common ones.</summary>
    public IReadOnlyDictionary<string, string> Methods { get; init; } = new Dictionary<string, string>();

    /// <summary>Variants: name → fingerprint, empty for those that the library defines.</summary>
    public required IReadOnlyDictionary<string, string> Variants { get; init; }

    /// <summary>What the cells are made from: what it is ("backbone") → hash of its contents. What a folder does not know yet is noted.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    private static string Library => FinishedRows.Library;

    /// <summary>Checks the folder's state, and adds the methods and variants that are new to it and the version that goes on.</summary>
    /// <exception cref="UcamException">The folder holds another comparison, or a method or variant of that name that was defined
    /// otherwise.</exception>
    public void Begin(string folder)
    {
        Content state = Read(folder) ?? new Content(name, fingerprint, [], []);
        if (state.Fingerprint != fingerprint) throw Other(folder, "a comparison with other settings");
        foreach ((string method, string definition) in Methods) Keep(folder, state.Methods, "method", method, definition);
        foreach ((string variant, string definition) in Variants) Keep(folder, state.Variants, "variant", variant, definition);
        foreach ((string input, string contents) in Inputs)
            if (!state.Inputs.TryAdd(input, contents) && state.Inputs[input] != contents)
                throw Other(folder, $"cells that were made with another {input} (its contents have changed)");
        if (!state.Versions.Contains(Library)) state.Versions.Add(Library);
        AtomicFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(state) + "\n");
    }

    /// <summary>Whether the folder is of a version that did not note what its cells were made from.</summary>
    /// <exception cref="UcamException">The state is damaged.</exception>
    public static bool KnowsNoInputs(string folder) => Read(folder) is { Inputs.Count: 0 };

    /// <summary>The versions of the library that made the folder's cells, the first first; none where there is no state.</summary>
    /// <exception cref="UcamException">The state is damaged.</exception>
    public static IReadOnlyList<string> VersionsOf(string folder) => Read(folder)?.Versions ?? [];

    /// <summary>Whether a folder has a state.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    private static void Keep(string folder, Dictionary<string, string> known, string what, string name, string definition)
    {
        if (!known.TryAdd(name, definition) && known[name] != definition) throw Other(folder, $"a {what} '{name}' with another definition");
    }

    /// <summary>What a folder's file holds; null where there is none.</summary>
    /// <exception cref="UcamException">It is damaged.</exception>
    internal static Content? Read(string folder, string advice = NewFolder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<Content>(OrdinaryFile.Text(path)) is
            { Variants: not null, Methods: not null, Versions: not null, Inputs: not null } state
                ? state : throw Other(folder, $"a damaged {FileName}", advice);
        }
        catch (JsonException)
        {
            throw Other(folder, $"a damaged {FileName}", advice);
        }
    }

    private static UcamException Other(string folder, string what, string advice = NewFolder) =>
        new($"{folder}: holds {what}; {advice}.") { File = Path.Combine(folder, FileName) };
}
