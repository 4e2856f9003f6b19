using Ucam.Numbers;
using Ucam.Uncertainty.Estimators;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Classifiers;

/// <summary>How the networks of a variant are trained; variants that share this share the networks.</summary>
/// <param name="Name">Short lower-case name.</param>
/// <param name="Loss">The loss.</param>
internal sealed record ClassifierTraining(string Name, TrainingVariant Loss)
{
    /// <summary>Networks trained from seeds of their own.</summary>
    public int Members { get; init; } = 1;

    /// <summary>Whether photographs that people were asked about are trained on what they said, and not on the label.</summary>
    public bool PeoplesTargets { get; init; }

    /// <summary>Whether the training is as long as the slowest variant's.</summary>
    public bool Long { get; init; }

    /// <summary>The seed of a member, its own for every member and seed.</summary>
    public int SeedOf(int seed, int member) => Members == 1 ? seed : Seeds.Mix(seed, MemberStream + member);

    private const int MemberStream = 1_000_003;
}

/// <summary>A way to get a classifier's uncertainty.</summary>
internal sealed record ClassifierVariant
{
    internal ClassifierVariant(string name, string definition, ClassifierTraining training, string estimator) =>
        (Name, Definition, Training, Estimator) = (name, definition, training, estimator);

    /// <summary>Short lower-case name, as in recipes and tables.</summary>
    public string Name { get; }

    /// <summary>What it is, in one line.</summary>
    public string Definition { get; }

    internal ClassifierTraining Training { get; }

    /// <summary>Name of the estimator it is tested with (<see cref="UncertaintyEstimators"/>).</summary>
    internal string Estimator { get; }
}

/// <summary>Every variant (docs/classifiers.md). A new one is a line here.</summary>
internal static class ClassifierVariants
{
    /// <summary>Networks of the ensemble, as published.</summary>
    internal const int EnsembleMembers = 5;

    private const string Control = "mc-dropout";

    private static readonly TrainingVariant Plain = TrainingVariants.Find("baseline");

    private static readonly ClassifierTraining Baseline = new("baseline", Plain);

    /// <summary>All variants, the baseline first.</summary>
    public static IReadOnlyList<ClassifierVariant> All { get; } =
    [
        new("baseline", "one network, dropout off", Baseline, SoftmaxEntropy.Key),
        new("baseline-long", "the same trained for as long as the slowest variant", new("baseline-long", Plain) { Long = true }, SoftmaxEntropy.Key),
        new("temperature", "the baseline's network, its logits over a temperature fitted on validation", Baseline, TemperatureScaled.Key),
        new(Control, "the baseline's network, dropout on: mean over the passes", Baseline, MonteCarloDropout.Key),
        new("laplace", "the baseline's network, Laplace approximation of its last layer", Baseline, LastLayerLaplace.Key),
        new("ensemble-5", "five networks from seeds of their own", new("ensemble-5", Plain) { Members = EnsembleMembers }, DeepEnsemble.Key),
        new("soft-labels", "one network, trained on what people said where they were asked, dropout off",
            new("soft-labels", Plain) { PeoplesTargets = true }, SoftmaxEntropy.Key),
        .. TrainingVariants.All.Where(v => v != Plain)
            .Select(v => new ClassifierVariant(v.Name, v.Definition + "; dropout on", new(v.Name, v), MonteCarloDropout.Key)),
    ];

    /// <summary>The variants compared by default.</summary>
    public static IReadOnlyList<string> Published { get; } =
        ["baseline", "temperature", Control, "laplace", "ensemble-5", "baseline-long", "soft-labels", "aul", "pul", "a-gca", "p-gca"];

    /// <summary>
    /// What else is compared besides each variant with the baseline: those that are tested with dropout on, with the one that differs by the loss
    /// alone.
    /// </summary>
    internal static IReadOnlyList<(string Variant, string Reference)> Controls { get; } =
        [.. TrainingVariants.All.Where(v => v != Plain).Select(v => (v.Name, Control)), ("a-gca", "aul"), ("p-gca", "pul"),
            ("ensemble-5", "baseline-long")];

    /// <summary>The variant of that name.</summary>
    /// <exception cref="UcamException">There is none.</exception>
    public static ClassifierVariant Find(string name) => All.FirstOrDefault(v => v.Name == name)
        ?? throw new UcamException($"variants has '{name}'; it must be one of {string.Join(", ", All.Select(v => v.Name))}.") { Field = "variants" };
}
