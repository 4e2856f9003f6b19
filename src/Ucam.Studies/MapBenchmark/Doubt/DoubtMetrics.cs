using Ucam.Metrics;
using Ucam.Vqa;
using static Ucam.Vqa.MetricDirection;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>A metric of maps of doubt.</summary>
/// <param name="Info">Name, title, direction, definition.</param>
/// <param name="Measure">Its value for a map; NaN where it is undefined.</param>
internal sealed record DoubtMetric(CompareMetric Info, Func<DoubtProbe, double> Measure)
{
    /// <summary>Whether it runs the method again and again, and so is measured on a part of the samples.</summary>
    public bool Reruns { get; init; }

    /// <summary>Whether it runs many more pictures through the model.</summary>
    public bool IsLong { get; init; }
}

/// <summary>Every metric of maps of doubt, in the order of the tables. A new one is a line here.</summary>
internal static class DoubtMetrics
{
    /// <summary>The share of the pixels that is repaired or blurred where one number is told.</summary>
    public const double Share = 0.1;

    public const string Fall = "fall", Repairable = "repairable", RankAccuracy = "rank_accuracy", Control = "control_excess",
        Planted = "planted_shift", Seconds = "seconds", Passes = "passes";

    /// <summary>Whether the map is where the doubt comes from.</summary>
    public static IReadOnlyList<DoubtMetric> True { get; } =
    [
        new(Told(RankAccuracy, "Rank accuracy", Higher, "of as many highest pixels as the objects that matter have, the share that lies in them "
            + "(CLEVR-XAI, Arras et al. 2022)"), p => MapRelevance.RankAccuracy(p.Shown(DoubtPicture.Hard), p.Sample.Relevant)),
        new(Told("mass_accuracy", "Mass accuracy", Higher, "share of the map's mass in them (the same)"),
            p => MapAgreement.EnergyInRegion(p.Shown(DoubtPicture.Hard), p.Sample.Relevant)),
        new(Told("pointing", "Pointing", Higher, "share of maps whose highest pixel lies in them (Zhang et al. 2016)"),
            p => MapAgreement.PointingGame(p.Shown(DoubtPicture.Hard), p.Sample.Relevant)),
        new(Told("sign", "Sign", Higher, "share of maps whose raw values there sum to more than 0"), p => p.Sign()),
        new(Told("shapley_rank", "Spearman, Shapley", Higher, "rank correlation with people's doubt over the pixels"),
            p => MapAgreement.RankCorrelation(p.Shown(DoubtPicture.Hard), p.Sample.Relevance)),
    ];

    /// <summary>Whether doubt falls where the map says so.</summary>
    public static IReadOnlyList<DoubtMetric> Falls { get; } =
    [
        new(Told(Repairable, "Repairable", Neither, "the model's entropy for the hard picture less that for the repaired one, in nats"),
            p => p.Sample.Repairable),
        new(Told(Fall, "Fall", Higher, "the part of it that repairing the highest 10 % of the pixels takes away, in nats"), p => p.Fall(Share)),
        new(Told("repair_area", "Area, total", Lower,
            "area under the model's entropy as 0 to 50 % of the pixels are repaired, the highest first, in nats"),
            p => p.Area(doubt => doubt.Total)) { IsLong = true },
        new(Told("repair_area_data", "Area, data", Lower, "the same for the mean entropy of the passes"),
            p => p.Area(doubt => doubt.Data)) { IsLong = true },
        new(Told("repair_area_model", "Area, model", Lower, "the same for the mutual information of answer and pass"),
            p => p.Area(doubt => doubt.Model)) { IsLong = true },
        new(Told("blur_fall", "Blur", Higher,
            "fall of the model's entropy as the highest 10 % of the pixels are blurred (Wang et al., CVPR 2023), in nats"),
            p => p.BlurredFall) { IsLong = true },
        new(Told("road_doubt", "ROAD", Higher, "half of the model's entropy with the lowest 10 % of the pixels imputed less that with the highest "
            + "(Rong et al. 2022), in nats"), p => p.Road()) { IsLong = true },
    ];

    /// <summary>Whether the map knows which difficulty matters.</summary>
    public static IReadOnlyList<DoubtMetric> Specific { get; } =
    [
        new(Told(Planted, "Planted", Higher,
            "how much more of the map, in its means, an object that matters has with one difficulty than without"),
            p => p.Shift(p.Sample.Planted, DoubtPicture.Planted, DoubtPicture.Repaired)),
        new(Told("conveyance", "Conveyance", Higher, "rise of that object's mean rank in the map, of 1 (after the relative rank "
            + "improvement of Schiller et al. 2026)"), p => MapRelevance.MeanRank(p.Shown(DoubtPicture.Planted), p.Sample.Planted)
                - MapRelevance.MeanRank(p.Shown(DoubtPicture.Repaired), p.Sample.Planted)),
        new(Told("control_shift", "Control", Lower,
            "how much more of the map an object that does not matter has with the same difficulty than without"),
            p => p.Shift(p.Sample.Control, DoubtPicture.Control, DoubtPicture.Repaired)),
        new(Told(Control, "Control, excess", Lower,
            "how much more of the map that object has with the difficulty than another object that does not matter"),
            p => p.Sample.Other is { } other
                ? MapRelevance.Density(p.Shown(DoubtPicture.Control), p.Sample.Control) - MapRelevance.Density(p.Shown(DoubtPicture.Control), other)
                : double.NaN),
    ];

    /// <summary>What the map is like.</summary>
    public static IReadOnlyList<DoubtMetric> Character { get; } =
    [
        new(Told("empty", "Empty", Lower, "share of maps that show nothing"), p => p.IsEmpty ? 1 : 0),
        new(Told("complexity", "Complexity", Lower, "entropy of the map over that of an even map (Bhatt et al. 2020)"),
            p => MapRelevance.Complexity(p.Shown(DoubtPicture.Hard))),
        new(Told("effective_complexity", "Effective complexity", Lower, "share of the pixels that have more than an even map's share"),
            p => MapRelevance.EffectiveComplexity(p.Shown(DoubtPicture.Hard))),
        new(Told("repeatability", "Repeatability", Higher, "rank correlation with the maps of three other seeds"),
            p => p.Repeatability()) { Reruns = true },
        new(Told("input_stability", "Input stability, log₁₀", Lower,
            "largest relative input stability (Agarwal et al. 2022) over four noisy inputs of nearly the same doubt"),
            p => p.InputStability()) { Reruns = true },
        new(Told(Seconds, "Seconds", Lower, "time to make one map"), _ => double.NaN),
        new(Told(Passes, "Passes", Lower, "pictures that run through the backbone for one map, each dropout pass counted"), _ => double.NaN),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DoubtMetric> All { get; } = [.. True, .. Falls, .. Specific, .. Character];

    /// <summary>The names, in the order of the columns.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(metric => metric.Info.Name)];

    private static CompareMetric Told(string name, string title, MetricDirection direction, string definition) =>
        new(name, title, "", direction, MetricRole.Maps, 3, definition);
}
