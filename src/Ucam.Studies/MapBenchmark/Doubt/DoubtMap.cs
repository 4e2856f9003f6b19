using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>A map that is measured: a method on a target, or what is known without the model.</summary>
/// <param name="Name">Its name in rows, which <see cref="DoubtMaps.Describe"/> puts into words.</param>
/// <param name="Make">The map of each picture of the inputs, in raw values.</param>
internal sealed record DoubtMap(string Name, Func<Explainer, Tensor[], DoubtSample, CancellationToken, IReadOnlyList<RawMap>> Make)
{
    /// <summary>A method of the library.</summary>
    public static DoubtMap Of(ExplanationEntry entry, ExplanationSetup setup, DoubtMapKind kind)
    {
        ExplanationMethod method = entry.Create(setup);
        ExplanationTarget? target = kind == DoubtMapKind.Doubt && !DoubtMaps.HasOwnTarget(entry) ? ExplanationTarget.Predictive : null;
        string suffix = kind == DoubtMapKind.Answer && !DoubtMaps.HasOwnTarget(entry) ? DoubtMaps.OfAnswer : "";
        return new DoubtMap(entry.Name + suffix, (explainer, inputs, _, cancel) => explainer.Explain([method], inputs, target, null, cancel)[0]);
    }

    /// <summary>The true map, where the doubt of the hard picture's people comes from, on the pixels.</summary>
    public static DoubtMap Oracle { get; } = new("oracle", (_, inputs, sample, _) =>
        [.. Enumerable.Range(0, (int)inputs[0].shape[0]).Select(_ => new RawMap("oracle", sample.Relevance, Signed: true))]);

    /// <summary>The same on the grid of the explained layer: the most that a map of this layer can reach.</summary>
    public static DoubtMap OracleOn(int grid) => new("oracle-grid", (_, inputs, sample, _) =>
    {
        var coarse = new RawMap("oracle-grid", new ActivationMap(MapKind.Other, sample.Relevance).Resize(grid, grid).Values, Signed: true);
        return [.. Enumerable.Range(0, (int)inputs[0].shape[0]).Select(_ => coarse)];
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
