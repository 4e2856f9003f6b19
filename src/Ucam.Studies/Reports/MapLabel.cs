namespace Ucam.Studies.Reports;

/// <summary>What a map is called before a person.</summary>
internal static class MapLabel
{
    /// <summary>A short plain title.</summary>
    public static string Title(MapKind kind) => kind switch
    {
        MapKind.Attention => "Where it looked",
        MapKind.UCam => "What its certainty hangs on",
        MapKind.Certainty => "What makes it sure",
        MapKind.Uncertainty => "What makes it unsure",
        MapKind.CertaintyWeighted => "What speaks for the answer, where it is sure",
        _ => $"{kind} map",
    };

    /// <summary>The technical name.</summary>
    public static string Name(MapKind kind) => kind switch
    {
        MapKind.Attention => "attention",
        MapKind.UCam => "U-CAM",
        MapKind.Certainty => "certainty map",
        MapKind.Uncertainty => "uncertainty map",
        MapKind.CertaintyWeighted => "certainty-weighted CAM",
        _ => kind.ToString(),
    };
}
