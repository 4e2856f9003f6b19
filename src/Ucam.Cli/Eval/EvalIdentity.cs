using System.Globalization;
using Ucam.Cli.ModelLookup;
using Ucam.Vqa;
using Ucam.Vqa.Features;
using Ucam.Vqa.Runs;
using static TorchSharp.torch;

namespace Ucam.Cli.Eval;

/// <summary>What the answers of an evaluation hang on, as texts by which parts of different ones are told apart.</summary>
internal sealed class EvalIdentity
{
    /// <param name="model">The model as it was named.</param>
    /// <param name="features">Features in place of pictures; null for pictures.</param>
    /// <param name="options">Passes, mode and seed.</param>
    /// <param name="sets">The sets; of their pictures, no more than the numbers.</param>
    /// <exception cref="UcamException">The model's file cannot be read.</exception>
    public EvalIdentity(string model, FeatureFile? features, EvaluationOptions options, IReadOnlyList<IVqaSet> sets) =>
        Settings = new Dictionary<string, string>
        {
            ["model"] = FileHash.Of(ModelStore.PathOf(model)),
            ["number of passes"] = options.Passes.ToString(CultureInfo.InvariantCulture),
            ["mode"] = options.Mode.ToString(),
            ["precision"] = options.ShortPasses ? "bf16" : "f32",
            ["seed"] = options.Seed.ToString(CultureInfo.InvariantCulture),
            ["set"] = string.Concat(sets.Select(set => $"{set.Name}:{InputData.Questions(set)}")),
            ["feature file"] = features is null ? "" : RunFolder.Fingerprint($"{features.Grid} {features.Count} "
                + string.Join(';', features.Metadata.OrderBy(text => text.Key, StringComparer.Ordinal))),
        };

    /// <summary>By what each is: "model".</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The same with where the answers were computed.</summary>
    public IReadOnlyDictionary<string, string> On(Device device) => new Dictionary<string, string>(Settings) { ["device"] = $"{device.type}" };
}
