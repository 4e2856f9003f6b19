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
        Of("deletion", "Deletion", Lower, Faithful, 3, p =>
            p.Curves.DeletionArea, "area under the probability of the answer as cells are blanked, the map's highest first (Petsiuk et al. 2018)"),
        Of("insertion", "Insertion", Higher, Faithful, 3, p =>
            p.Curves.InsertionArea, "the same as cells of the blurred picture become sharp, the highest first"),
        Of("road_morf", "ROAD MoRF", Lower, Faithful, 3, p =>
            p.Road.MostRelevantFirst.Average(), "mean probability with the most relevant cells imputed (Rong et al. 2022)"),
        Of("road_lerf", "ROAD LeRF", Higher, Faithful, 3, p => p.Road.LeastRelevantFirst.Average(), "the same with the least relevant cells imputed"),
        Of("road", "ROAD", Higher, Faithful, 3, p => p.Road.Score, "half of LeRF less MoRF; 0 for a map without information"),
        Of("average_drop", "Average drop", Lower, Faithful, 3, p => ConfidenceChange.AverageDrop([p.Kept.Whole], [p.Kept.Kept]),
            "share of the probability lost when the picture is multiplied by the map (Chattopadhay et al. 2018)"),
        Of("increase", "Increase", Higher, Faithful, 3, p =>
            ConfidenceChange.IncreaseShare([p.Kept.Whole], [p.Kept.Kept]), "share of samples whose probability rises then"),
        Of("infidelity", "Infidelity", Lower, Faithful, 3, p => p.Infidelity(),
            "mean squared error of foretelling the answer's logit under blanked squares, at the map's best scale (Yeh et al. 2019)", reruns: true),
        Of("pointing", "Pointing game", Higher, True, 3, p =>
            p.OnRegion(MapAgreement.PointingGame), "share of maps whose highest cell is in the region (Zhang et al. 2016)"),
        Of("region_energy", "Energy in region", Higher, True, 3, p =>
            p.OnRegion(MapAgreement.EnergyInRegion), "share of the map's mass in the region (Wang et al. 2020)"),
        Of("region_iou", "Best IoU", Higher, True, 3, p => p.OnRegion((map, region) => MapAgreement.BestIoU(map, region).IoU),
            "intersection over union with the region at the map's best threshold (Choe et al. 2020)"),
        Of("region_rank", "Spearman, region", Higher, True, 3, p =>
            p.OnRegion(MapAgreement.RankCorrelation), "rank correlation with the region's share of each cell"),
        Of("region_emd", "EMD, region", Lower, True, 3, p =>
            p.OnRegion(MapProbe.Distance), "earth mover's distance to the region, in sides of the picture (Rubner et al. 2000)"),
        Of("people_rank", "Spearman, people", Higher, True, 3, p =>
            p.OnPeople(MapAgreement.RankCorrelation), "rank correlation with people's maps, averaged over people"),
        Of("people_emd", "EMD, people", Lower, True, 3, p =>
            p.OnPeople(MapProbe.Distance), "earth mover's distance to people's maps, averaged over people"),
        Of("gini", "Sparseness", Neither, Sound, 3, p =>
            MapSparseness.Gini(p.Shown), "Gini index of the cells (Hurley and Rickard 2009): 0 even, towards 1 in one place"),
        Of("empty", "Empty", Lower, Sound, 3, p => p.IsEmpty ? 1 : 0, "share of maps that show nothing"),
        Of("sensitivity", "Max-sensitivity", Lower, Sound, 3, p =>
            p.Sensitivity(), "largest change of the map, over its size, when the input moves by 2 % of its range (Yeh et al. 2019)", reruns: true),
        Of("randomised", "Randomised", Lower, Sound, 3, p =>
            p.Randomised(),
            "magnitude of the rank correlation with the map of the model after all parameters were "
            + "randomised (Adebayo et al. 2018); near 1 the map does not explain the model", reruns: true),
    ];

    /// <summary>What a map cost; measured around it.</summary>
    public static IReadOnlyList<MapMetric> Costs { get; } =
    [
        Of(Seconds, "Seconds", Lower, Sound, 3, _ => double.NaN, "time to make one map, its own forward passes included"),
        Of(Memory, "Memory, MB", Lower, Sound, 0, _ => double.NaN, "growth of resident memory at its peak while the first map is made"),
    ];

    public const string Seconds = "seconds", Memory = "memory_mb";

    private static MapMetric Of(string name, string title, MetricDirection direction, MapQuestion question, int decimals,
        Func<MapProbe, double> measure, string definition, bool reruns = false) =>
        new(new CompareMetric(name, title, "", direction, MetricRole.Maps, decimals, definition), question, measure) { Reruns = reruns };
}
