using Ucam.Metrics;
using static Ucam.Studies.MetricRole;
using static Ucam.Vqa.MetricDirection;

namespace Ucam.Studies.Comparison.Metrics;

/// <summary>Whether the uncertainty tracks mistakes.</summary>
internal static class MistakeMetrics
{
    private const double Risk = 0.05;

    public static IReadOnlyList<CellMetric> All { get; } =
    [
        new(new("auroc", "AUROC", "", Higher, Mistakes, 4,
            "Probability that a wrong answer has a higher predictive entropy than a right one; 0.5 is chance.") { Decides = true, Main = true },
            c => RankingMetrics.Auroc(c.Doubt, c.Loss)),
        new(new("aupr", "AUPR", "", Higher, Mistakes, 4, "Area under the precision–recall curve of finding wrong answers by predictive entropy."),
            c => RankingMetrics.AveragePrecision(c.Doubt, c.Loss)),
        new(new("aurc", "AURC", "", Lower, Mistakes, 4,
            "Area under the risk–coverage curve: mean error over all shares answered, the surest first.") { Decides = true, Main = true },
            c => SelectivePrediction.Aurc(c.Doubt, c.Loss)),
        new(new("e_aurc", "E-AURC", "", Lower, Mistakes, 4, "AURC less that of a perfect order, so that better answers alone do not lower it."),
            c => SelectivePrediction.ExcessAurc(c.Doubt, c.Loss)),
        new(new("augrc", "AUGRC", "", Lower, Mistakes, 4,
            "Area under the generalised risk–coverage curve: mean share of undetected mistakes over all shares answered.") { Decides = true },
            c => SelectivePrediction.Augrc(c.Doubt, c.Loss)),
        new(new("coverage_at_5", "Coverage at 5 % risk", "%", Higher, Mistakes, 1,
            "Largest share that can be answered, the surest first, with at most 5 % mean error."),
            c => SelectivePrediction.CoverageAtRisk(c.Doubt, c.Loss, Risk)),
        new(new("pearson", "Pearson, doubt and error", "", Higher, Mistakes, 4,
            "Pearson correlation of predictive entropy with −log p̄ of the true answer."),
            c => Correlation.Pearson(c.Doubt, c.Surprise)),
        new(new("spearman", "Spearman, doubt and error", "", Higher, Mistakes, 4,
            "Rank correlation of predictive entropy with −log p̄ of the true answer."),
            c => Correlation.Spearman(c.Doubt, c.Surprise)),
        new(new("ood_auroc", "AUROC, unfamiliar pictures", "", Higher, Mistakes, 4,
            "Probability that a picture that belongs to no class has a higher predictive entropy than one of the set; 0.5 is chance."),
            c => Unfamiliar(c)) { OfSome = true },
    ];

    private static double? Unfamiliar(TestedCell cell)
    {
        if (cell.Unfamiliar is not { } strange) return null;
        bool[] isStrange = [.. cell.Doubt.Select(_ => false), .. strange.Select(_ => true)];
        return RankingMetrics.Auroc([.. cell.Doubt, .. strange], isStrange);
    }
}
