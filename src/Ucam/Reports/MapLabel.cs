using Ucam.Explanations;

namespace Ucam.Reports;

/// <summary>What a map is called before a person.</summary>
internal static class MapLabel
{
    /// <summary>A short plain title.</summary>
    public static string Title(MapKind kind) => kind switch
    {
        MapKind.Attention => "Where it looked",
        MapKind.UCam => "What its certainty hangs on",
        _ => $"{kind} map",
    };

    /// <summary>The technical name.</summary>
    public static string Name(MapKind kind) => kind switch
    {
        MapKind.Attention => "attention",
        MapKind.UCam => "U-CAM",
        _ => kind.ToString(),
    };
}
