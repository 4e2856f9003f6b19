using Ucam.Vqa;

namespace Ucam.Studies.Reports;

/// <summary>What a map is called before a person, and which maps one is shown.</summary>
internal static class MapLabel
{
    // Nats over the whole map; below, a map's colours would be made of rounding errors.
    private const double NextToNothing = 0.01;

    /// <summary>Doubt below this has no place to be shown.</summary>
    private const double NoDoubt = 0.2;

    /// <summary>A short plain title.</summary>
    public static string Title(MapKind kind) => kind switch
    {
        MapKind.Attention => "Where it looked",
        MapKind.Certainty => "What speaks for the answer",
        MapKind.CounterEvidence => "What speaks against the answer",
        MapKind.Doubt => "Where its doubt comes from",
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

    /// <summary>The line below the title: the technical name, or that there is next to nothing to see.</summary>
    public static string Note(ActivationMap map) => IsNothing(map) ? "next to nothing" : $"{Name(map.Kind)} map";

    /// <summary>Whether a map of evidence has next to none; attention always is somewhere.</summary>
    public static bool IsNothing(ActivationMap map) =>
        map.Kind is MapKind.Certainty or MapKind.CounterEvidence or MapKind.Doubt && map.RawSum < NextToNothing;

    /// <summary>The maps that a person is shown: where the doubt comes from only where there is doubt.</summary>
    public static IReadOnlyList<ActivationMap> Shown(Answer answer) =>
        [.. answer.Maps.Where(map => map.Kind != MapKind.Doubt || (answer.Uncertainty.Predictive >= NoDoubt && !IsNothing(map)))];
}
