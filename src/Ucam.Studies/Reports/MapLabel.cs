using System.Globalization;
using Ucam.Vqa;

namespace Ucam.Studies.Reports;

/// <summary>What a map is called before a person, and which maps one is shown.</summary>
internal static class MapLabel
{
    /// <summary>What is said of a map with nothing to show.</summary>
    public const string Nothing = "next to nothing";

    /// <summary>Doubt below this has no place to be shown.</summary>
    private const double NoDoubt = 0.2;

    /// <summary>A short plain title.</summary>
    public static string Title(MapKind kind) => kind switch
    {
        MapKind.Attention => "Where it looked",
        MapKind.Certainty => "What speaks for the answer",
        MapKind.CounterEvidence => "What speaks against the answer",
        // Where two answers share the probability, nothing changes the doubt any further, and the map is empty.
        MapKind.Doubt => "What its doubt hangs on",
        MapKind.UCam => "U-CAM, as published",
        MapKind.UCamCertainty => "Certainty by U-CAM's formula",
        MapKind.UCamUncertainty => "Uncertainty by U-CAM's formula",
        MapKind.CertaintyWeighted => "What speaks for the answer, where it is sure",
        _ => $"{kind} map",
    };

    /// <summary>The technical name.</summary>
    public static string Name(MapKind kind) => kind switch
    {
        MapKind.Attention => "attention",
        MapKind.Certainty => "certainty",
        MapKind.CounterEvidence => "counter-evidence",
        MapKind.Doubt => "doubt",
        MapKind.UCam => "U-CAM",
        MapKind.UCamCertainty => "U-CAM certainty",
        MapKind.UCamUncertainty => "U-CAM uncertainty",
        MapKind.CertaintyWeighted => "certainty-weighted CAM",
        _ => kind.ToString(),
    };

    /// <summary>A short plain title of a method's map; its usual name where there is none.</summary>
    /// <param name="entry">The method.</param>
    /// <param name="it">What is explained, such as "the answer".</param>
    public static string Title(ExplanationEntry entry, string it) => entry.Name switch
    {
        "attention" => Title(MapKind.Attention),
        "evidence" => $"What speaks for {it}",
        "counter-evidence" => "What speaks against it",
        "doubt" => "What raises its doubt",
        "doubt-layer-cam" => Title(MapKind.Doubt),
        "grad-cam" => "What raises its score",
        "eigen-cam" => "What stands out, any class",
        "occlusion" => "What it misses if covered",
        _ => entry.Title,
    };

    /// <summary>The line below the title: how far the map is spread, or that there is next to nothing to see.</summary>
    public static string Note(ActivationMap map) => map.IsNothing ? Nothing : HalfIn(map.Values);

    // A place that is lit because all others are dark says little where half of the map lies elsewhere.
    private static string HalfIn(float[,] values)
    {
        float[] falling = [.. values.Cast<float>().OrderDescending()];
        double half = falling.Sum(value => (double)value) / 2, sum = 0;
        int cells = 1 + falling.TakeWhile(value => (sum += value) < half).Count();
        double share = cells / (double)falling.Length;
        return $"half in {(share < 0.01 ? "< 1" : Math.Round(100 * share).ToString(CultureInfo.InvariantCulture))} % of the picture";
    }

    /// <summary>The maps that a person is shown: what the doubt hangs on only where there is doubt.</summary>
    public static IReadOnlyList<ActivationMap> Shown(Answer answer) =>
        [.. answer.Maps.Where(map => map.Kind != MapKind.Doubt || (answer.Uncertainty.Predictive >= NoDoubt && !map.IsNothing))];
}
