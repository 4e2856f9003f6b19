using static Ucam.Studies.MetricRole;
using static Ucam.Vqa.MetricDirection;

namespace Ucam.Studies.Comparison.Metrics;

/// <summary>Whether the maps agree with the region or with people.</summary>
internal static class MapAgreementMetrics
{
    public static IReadOnlyList<CellMetric> All { get; } =
    [
        new(new("map_energy", "Map energy in the region", "%", Higher, Maps, 2, "Share of a map's mass inside the true region.") { Main = true },
            c => c.Mean(r => r.MapEnergy)),
        new(new("map_energy_ratio", "Map energy over chance", "", Higher, Maps, 3,
            "Share of a map's mass inside the true region over the region's share of the picture; 1 is chance.") { Decides = true },
            c => c.Mean(r => r.AttentionRatio)),
        new(new("pointing", "Pointing game", "%", Higher, Maps, 1, "Share of maps whose highest place is in the true region."),
            c => c.Mean(r => r.Pointing)),
        new(new("map_rank", "Rank correlation of maps", "", Higher, Maps, 4,
            "Spearman correlation of the map with people's maps over the grid's cells.") { Decides = true, Main = true },
            c => c.Mean(r => r.MapRank)),
        new(new("map_emd", "Earth mover's distance", "", Lower, Maps, 4,
            "Earth mover's distance of the map from people's maps, both of mass 1, in cells of the grid."),
            c => c.Mean(r => r.MapDistance)),
    ];
}
