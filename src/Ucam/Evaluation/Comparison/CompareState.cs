using System.Text.Json;
using Ucam.Training;

namespace Ucam.Evaluation.Comparison;

/// <summary>What a comparison's folder was made with, so that cells of other settings are never mixed.</summary>
internal sealed class CompareState(CompareRecipe recipe, string folder)
{
    private sealed record Content(string Name, string Fingerprint, Dictionary<string, string> Variants);

    private string Path => System.IO.Path.Combine(folder, "comparison.json");

    /// <summary>Of everything but the lists that may grow: methods, variants and seeds.</summary>
    public string Fingerprint { get; } = Hash(recipe with { Methods = [], Variants = [], Seeds = [], OwnVariants = new Dictionary<string, OwnVariant>() });

    /// <summary>Of what the features and questions are made from.</summary>
    public string DataFingerprint { get; } = Hash(new { recipe.Backbone, recipe.Pool, recipe.Data, recipe.DataSeed, recipe.Training.Answers });

    /// <summary>Checks the folder's state and adds the variants that are new to it.</summary>
    /// <exception cref="UcamException">The folder holds another comparison, or a variant of that name that was defined otherwise.</exception>
    public void Begin()
    {
        Content state = File.Exists(Path) ? Read() : new Content(recipe.Name, Fingerprint, []);
        if (state.Fingerprint != Fingerprint) throw Other("a comparison with other settings");
        foreach (string variant in recipe.Variants)
        {
            string definition = recipe.OwnVariants.TryGetValue(variant, out OwnVariant? own) ? Hash(own) : "";
            if (!state.Variants.TryAdd(variant, definition) && state.Variants[variant] != definition) throw Other($"a variant '{variant}' with another definition");
        }
        AtomicFile.WriteText(Path, JsonSerializer.Serialize(state) + "\n");
    }

    private Content Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Content>(File.ReadAllText(Path)) is { Variants: not null } state ? state : throw Other("a damaged comparison.json");
        }
        catch (JsonException)
        {
            throw Other("a damaged comparison.json");
        }
    }

    private UcamException Other(string what) => new($"{folder}: holds {what}; give another --run folder.") { File = Path };

    private static string Hash<T>(T value) => RunFolder.Fingerprint(JsonSerializer.Serialize(value));
}
