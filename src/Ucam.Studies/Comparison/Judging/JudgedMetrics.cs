using Ucam.Certainty.Estimation;
using Ucam.Metrics;
using Ucam.Vqa.Text;
using static Ucam.Studies.MetricRole;
using static Ucam.Vqa.MetricDirection;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>What is measured of confidences; an answer is right by <see cref="VqaAccuracy.IsRight"/>.</summary>
internal static class JudgedMetrics
{
    public const string Auroc = "auroc", Aurc = "aurc";

    private const double Cost = 10, Least = 1e-6;

    /// <summary>The columns, in the order of the tables.</summary>
    public static IReadOnlyList<CompareMetric> All { get; } =
    [
        new("questions", "Questions", "", Neither, Other, 0, "Test questions."),
        new("accuracy", "Accuracy", "%", Higher, Other, 1, "Mean official accuracy of the answers."),
        new("right", "Right", "%", Higher, Other, 1, "Share of answers of an official accuracy of 0.85 or more."),
        new(Auroc, "AUROC", "", Higher, Mistakes, 4, "How well confidence separates right answers from wrong ones."),
        new(Aurc, "AURC", "", Lower, Mistakes, 4, "Area under the risk-coverage curve, of the share of wrong answers."),
        new("coverage_1", "Coverage at 1 %", "%", Higher, Mistakes, 1, "Largest share of answers of which at most 1 % are wrong."),
        new("coverage_5", "Coverage at 5 %", "%", Higher, Mistakes, 1, "Largest share of answers of which at most 5 % are wrong."),
        new("ece", "ECE", "%", Lower, Mistakes, 2, "Calibration error of the confidence, 15 equal bins."),
        new("brier", "Brier", "", Lower, Mistakes, 4, "Mean squared distance of the confidence from right (1) or wrong (0)."),
        new("phi_10", "Φ10", "%", Higher, Mistakes, 1, "Effective reliability at cost 10, threshold from held-out questions."),
        new("log_loss", "Log-loss", "nats", Lower, Mistakes, 4, "Of the confidence."),
    ];

    /// <summary>What is known of a column.</summary>
    public static CompareMetric Find(string name) => All.First(metric => metric.Name == name);

    /// <summary>The numbers of a judge on a cell.</summary>
    public static IReadOnlyDictionary<string, double> Measure(JudgedCell cell, Confidences confidences)
    {
        (double[] sure, double[] hits) = (confidences.Test, cell.Test.Hits);
        double[] doubt = Array.ConvertAll(sure, p => -p), loss = Array.ConvertAll(hits, hit => 1 - hit);
        double? threshold = EffectiveReliability.Best(confidences.HeldOut, cell.HeldOut.Accuracy, Cost).Threshold;
        return new OrderedDictionary<string, double>
        {
            ["questions"] = sure.Length,
            ["accuracy"] = cell.Test.Accuracy.Average(),
            ["right"] = hits.Average(),
            [Auroc] = RankingMetrics.Auroc(sure, cell.Test.Right),
            [Aurc] = SelectivePrediction.Aurc(doubt, loss),
            ["coverage_1"] = SelectivePrediction.CoverageAtRisk(doubt, loss, 0.01),
            ["coverage_5"] = SelectivePrediction.CoverageAtRisk(doubt, loss, 0.05),
            ["ece"] = Calibration.Ece(sure, hits),
            ["brier"] = sure.Zip(hits, (p, hit) => (p - hit) * (p - hit)).Average(),
            ["phi_10"] = EffectiveReliability.At(sure, cell.Test.Accuracy, Cost, threshold),
            ["log_loss"] = sure.Zip(hits, (p, hit) => Logistic.Loss(Logistic.Inverse(Math.Clamp(p, Least, 1 - Least)), hit)).Average(),
        };
    }
}
