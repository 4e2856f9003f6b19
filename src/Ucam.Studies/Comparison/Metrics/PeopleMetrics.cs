using Ucam.Vqa.Evaluation;
using static Ucam.Studies.MetricRole;
using static Ucam.Vqa.MetricDirection;

namespace Ucam.Studies.Comparison.Metrics;

/// <summary>Whether doubt and answers follow those of people.</summary>
internal static class PeopleMetrics
{
    public static IReadOnlyList<CellMetric> All { get; } =
    [
        new(new("human_spearman", "Doubt against people's", "", Higher, People, 4,
            "Rank correlation of aleatoric uncertainty with the entropy of the true answer distribution.") { Main = true },
            c => ResultStatistics.HumanSpearman(c.Rows, r => r.Aleatoric)),
        new(new("divergence", "KL divergence", "nats", Lower, People, 4,
            "Mean Kullback–Leibler divergence from the true answer distribution to the predicted one."),
            c => c.Mean(r => r.Divergence)),
        new(new("js", "Jensen–Shannon divergence", "nats", Lower, People, 4,
            "Mean Jensen–Shannon divergence of the true and the predicted answer distribution."),
            c => c.Mean(r => r.JensenShannon)),
    ];
}
