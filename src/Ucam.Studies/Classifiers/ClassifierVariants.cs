using Ucam.Uncertainty.Estimators;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Classifiers;

/// <summary>Every variant (docs/classifiers.md). A new one is a line here.</summary>
internal static class ClassifierVariants
{
    /// <summary>Networks of the ensemble, as published.</summary>
    internal const int EnsembleMembers = 5;

    private const string Control = "mc-dropout";

    private static readonly TrainingVariant Plain = TrainingVariants.Baseline;

    private static readonly ClassifierTraining Baseline = new("baseline", Plain);

    /// <summary>All variants, the baseline first.</summary>
    public static IReadOnlyList<ClassifierVariant> All => Catalogue.All;

    private static readonly Catalogue<ClassifierVariant> Catalogue = new("a variant", variant => variant.Name,
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
    ]);

    /// <summary>The variants compared by default.</summary>
    public static IReadOnlyList<string> Published { get; } =
        ["baseline", "temperature", Control, "laplace", "ensemble-5", "baseline-long", "soft-labels", .. TrainingVariants.Published.Skip(1)];

    /// <summary>
    /// What else is compared besides each variant with the baseline: those that are tested with dropout on, with the one that differs by the loss
    /// alone.
    /// </summary>
    internal static IReadOnlyList<(string Variant, string Reference)> Controls { get; } =
        [.. TrainingVariants.All.Where(v => v != Plain).Select(v => (v.Name, Control)), ("a-gca", "aul"), ("p-gca", "pul"),
            ("ensemble-5", "baseline-long")];

    /// <summary>The variant of that name.</summary>
    /// <exception cref="UcamException">There is none.</exception>
    public static ClassifierVariant Find(string name) => Catalogue.Find(name)
        ?? throw new UcamException($"variants has '{name}'; it must be one of {Catalogue.Names}.") { Field = "variants" };
}
