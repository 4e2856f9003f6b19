using System.Reflection;
using System.Text.Json;
using Ucam.Training;

namespace Ucam.Evaluation.Comparison;

/// <summary>What a comparison's folder was made with, so that cells of other settings are never mixed.</summary>
internal sealed class CompareState(CompareRecipe recipe, string folder)
{
    private sealed record Content(string Name, string Fingerprint, Dictionary<string, string> Methods, Dictionary<string, string> Variants)
    {
        /// <summary>Versions of the library that made cells, the first first.</summary>
        public List<string> Versions { get; init; } = [];
    }

    private string Path => System.IO.Path.Combine(folder, "comparison.json");

    private static string Library { get; } = typeof(CompareState).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Of everything but the lists that may grow: methods, variants and seeds.</summary>
    public string Fingerprint { get; } = Hash(recipe with
    { Methods = [], Variants = [], Seeds = [], OwnVariants = new Dictionary<string, OwnVariant>(), LearningRates = new Dictionary<string, double>() });

    /// <summary>Of what the features and questions are made from.</summary>
    public string DataFingerprint { get; } = Hash(new { recipe.Backbone, recipe.Pool, recipe.Data, recipe.DataSeed, recipe.Training.Answers });

    /// <summary>Checks the folder's state and adds the variants that are new to it.</summary>
    /// <exception cref="UcamException">The folder holds another comparison, or a variant of that name that was defined otherwise.</exception>
    public void Begin()
    {
        Content state = File.Exists(Path) ? Read() : new Content(recipe.Name, Fingerprint, [], []);
        if (state.Fingerprint != Fingerprint) throw Other("a comparison with other settings");
        foreach (string method in recipe.Methods)
            Keep(state.Methods, "method", method, recipe.LearningRates.TryGetValue(method, out double rate) ? Hash(rate) : "");
        foreach (string variant in recipe.Variants)
            Keep(state.Variants, "variant", variant, recipe.OwnVariants.TryGetValue(variant, out OwnVariant? own) ? Hash(own) : "");
        if (!state.Versions.Contains(Library)) state.Versions.Add(Library);
        AtomicFile.WriteText(Path, JsonSerializer.Serialize(state) + "\n");
    }

    /// <summary>The versions of the library that made the folder's cells, as its state tells them; none where there is no state.</summary>
    /// <exception cref="UcamException">The state is damaged.</exception>
    public static IReadOnlyList<string> VersionsOf(CompareRecipe recipe, string folder)
    {
        var state = new CompareState(recipe, folder);
        return File.Exists(state.Path) ? state.Read().Versions : [];
    }

    private void Keep(Dictionary<string, string> known, string what, string name, string definition)
    {
        if (!known.TryAdd(name, definition) && known[name] != definition) throw Other($"a {what} '{name}' with another definition");
    }

    private Content Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Content>(File.ReadAllText(Path)) is { Variants: not null, Methods: not null } state ? state : throw Other("a damaged comparison.json");
        }
        catch (JsonException)
        {
            throw Other("a damaged comparison.json");
        }
    }

    private UcamException Other(string what) => new($"{folder}: holds {what}; give another --run folder.") { File = Path };

    private static string Hash<T>(T value) => RunFolder.Fingerprint(JsonSerializer.Serialize(value));
}
