using Ucam.Explanations.Methods;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>A map that is measured: a method on a target, or what is known without the model.</summary>
/// <param name="Name">Its name in rows, which <see cref="DoubtMaps.Describe"/> puts into words.</param>
/// <param name="Make">The map of each picture, in raw values.</param>
internal sealed record DoubtMap(string Name, Func<Explainer, ShownPictures, DoubtSample, CancellationToken, IReadOnlyList<RawMap>> Make)
{
    /// <summary>A method of the library.</summary>
    public static DoubtMap Of(ExplanationEntry entry, ExplanationSetup setup, DoubtMapKind kind)
    {
        ExplanationMethod method = entry.Create(setup);
        ExplanationTarget? target = kind == DoubtMapKind.Doubt && !DoubtMaps.HasOwnTarget(entry) ? ExplanationTarget.Predictive : null;
        string suffix = kind == DoubtMapKind.Answer && !DoubtMaps.HasOwnTarget(entry) ? DoubtMaps.OfAnswer : "";
        return new DoubtMap(entry.Name + suffix, (explainer, shown, _, cancel) =>
        {
            IReadOnlyList<RawMap> Explain(ExplanationMethod one) => explainer.Explain([one], shown.Inputs, target, null, cancel)[0];
            // Features have no outlines: a map of them goes by the regions of their picture.
            return method is RegionMap regions && shown.AreFeatures ? regions.Over(Explain(regions.Whole), shown.Pictures) : Explain(method);
        });
    }

    /// <summary>The true map, where the doubt of the hard picture's people comes from, on the pixels.</summary>
    public static DoubtMap Oracle { get; } = new("oracle", (_, shown, sample, _) =>
        [.. Enumerable.Range(0, shown.Count).Select(_ => new RawMap("oracle", sample.Relevance, Signed: true))]);

    /// <summary>The same on the grid of the explained layer: the most that a map of this layer can reach.</summary>
    public static DoubtMap OracleOn(int grid) => new("oracle-grid", (_, shown, sample, _) =>
    {
        var coarse = new RawMap("oracle-grid", new ActivationMap(MapKind.Other, sample.Relevance).Resize(grid, grid).Values, Signed: true);
        return [.. Enumerable.Range(0, shown.Count).Select(_ => coarse)];
    });
}

/// <summary>What a map explains.</summary>
internal enum DoubtMapKind
{
    /// <summary>Where the doubt comes from.</summary>
    Doubt,

    /// <summary>The answer: such maps are controls here.</summary>
    Answer,

    /// <summary>Nothing of the model.</summary>
    Reference,
}
