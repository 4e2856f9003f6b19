using Ucam.Metrics;
using Ucam.Vqa;
using static Ucam.Studies.MapBenchmark.MapQuestion;
using static Ucam.Vqa.MetricDirection;

namespace Ucam.Studies.MapBenchmark;

/// <summary>Every metric of maps, in the order of the tables. A new one is a line here.</summary>
internal static class MapMetrics
{
    /// <summary>The metrics that are measured on a map.</summary>
    public static IReadOnlyList<MapMetric> All { get; } =
    [
        new(Told("deletion", "Deletion", Lower, 3,
            "area under the probability of the answer as cells are blanked, the map's highest first (Petsiuk et al. 2018)"),
            Faithful, p => p.Curves.DeletionArea),
        new(Told("insertion", "Insertion", Higher, 3,
            "the same as cells of the blurred picture become sharp, the highest first"),
            Faithful, p => p.Curves.InsertionArea),
        new(Told("road_morf", "ROAD MoRF", Lower, 3,
            "mean probability with the most relevant cells imputed (Rong et al. 2022)"),
            Faithful, p => p.Road.MostRelevantFirst.Average()),
        new(Told("road_lerf", "ROAD LeRF", Higher, 3,
            "the same with the least relevant cells imputed"),
            Faithful, p => p.Road.LeastRelevantFirst.Average()),
        new(Told("road", "ROAD", Higher, 3, "half of LeRF less MoRF; 0 for a map without information"), Faithful, p => p.Road.Score),
        new(Told("average_drop", "Average drop", Lower, 3,
            "share of the probability lost when the picture is multiplied by the map (Chattopadhay et al. 2018)"),
            Faithful, p => ConfidenceChange.AverageDrop([p.Kept.Whole], [p.Kept.Kept])),
        new(Told("increase", "Increase", Higher, 3,
            "share of samples whose probability rises then"),
            Faithful, p => ConfidenceChange.IncreaseShare([p.Kept.Whole], [p.Kept.Kept])),
        new(Told("infidelity", "Infidelity", Lower, 3,
            "mean squared error of foretelling the answer's logit under blanked squares, at the map's best scale (Yeh et al. 2019)"),
            Faithful, p => p.Infidelity()) { Reruns = true },
        new(Told("pointing", "Pointing game", Higher, 3,
            "share of maps whose highest cell is in the region (Zhang et al. 2016)"),
            True, p => p.OnRegion(MapAgreement.PointingGame)),
        new(Told("region_energy", "Energy in region", Higher, 3,
            "share of the map's mass in the region (Wang et al. 2020)"),
            True, p => p.OnRegion(MapAgreement.EnergyInRegion)),
        new(Told("region_iou", "Best IoU", Higher, 3,
            "intersection over union with the region at the map's best threshold (Choe et al. 2020)"),
            True, p => p.OnRegion((map, region) => MapAgreement.BestIoU(map, region).IoU)),
        new(Told("region_rank", "Spearman, region", Higher, 3,
            "rank correlation with the region's share of each cell"),
            True, p => p.OnRegion(MapAgreement.RankCorrelation)),
        new(Told("region_emd", "EMD, region", Lower, 3,
            "earth mover's distance to the region, in sides of the picture (Rubner et al. 2000)"),
            True, p => p.OnRegion(MapProbe.Distance)),
        new(Told("people_rank", "Spearman, people", Higher, 3,
            "rank correlation with people's maps, averaged over people"),
            True, p => p.OnPeople(MapAgreement.RankCorrelation)),
        new(Told("people_emd", "EMD, people", Lower, 3,
            "earth mover's distance to people's maps, averaged over people"),
            True, p => p.OnPeople(MapProbe.Distance)),
        new(Told("gini", "Sparseness", Neither, 3,
            "Gini index of the cells (Hurley and Rickard 2009): 0 even, towards 1 in one place"),
            Sound, p => MapSparseness.Gini(p.Shown)),
        new(Told("empty", "Empty", Lower, 3, "share of maps that show nothing"), Sound, p => p.IsEmpty ? 1 : 0),
        new(Told("sensitivity", "Max-sensitivity", Lower, 3,
            "largest change of the map, over its size, when the input moves by 2 % of its range (Yeh et al. 2019)"),
            Sound, p => p.Sensitivity()) { Reruns = true },
        new(Told("randomised", "Randomised", Lower, 3,
            "magnitude of the rank correlation with the map of the model after all parameters were "
            + "randomised (Adebayo et al. 2018); near 1 the map does not explain the model"),
            Sound, p => p.Randomised()) { Reruns = true },
    ];

    /// <summary>What a map cost; measured around it.</summary>
    public static IReadOnlyList<MapMetric> Costs { get; } =
    [
        new(Told(Seconds, "Seconds", Lower, 3, "time to make one map, its own forward passes included"), Sound, _ => double.NaN),
        new(Told(Memory, "Memory, MB", Lower, 0, "growth of resident memory at its peak while the first map is made"), Sound, _ => double.NaN),
    ];

    public const string Seconds = "seconds", Memory = "memory_mb";

    private static CompareMetric Told(string name, string title, MetricDirection direction, int decimals, string definition) =>
        new(name, title, "", direction, MetricRole.Maps, decimals, definition);
}
