using Ucam.Vqa;
using static Ucam.Studies.MetricRole;
using static Ucam.Vqa.MetricDirection;

namespace Ucam.Studies.Comparison.Metrics;

/// <summary>How good the answers and their probabilities are.</summary>
internal static class AnswerMetrics
{
    public static IReadOnlyList<CellMetric> All { get; } =
    [
        new(new("accuracy", "Accuracy", "%", Higher, Answers, 1,
            "Mean score of the answers; on VQA sets by the official ten-answer rule.") { Main = true },
            c => c.Score.Average()),
        new(new("nll", "Negative log-likelihood", "nats", Lower, Answers, 3,
            "Mean −log p̄ of the true answer, p̄ being the mean over the dropout passes.") { Main = true },
            c => c.Surprise.Average()),
        new(new("brier", "Brier score", "", Lower, Answers, 4, "Mean squared distance of p̄ from the true answer's indicator."),
            c => c.Mean(r => r.Brier)),
        new(new("ece", "ECE", "%", Lower, Answers, 2,
            "Expected calibration error: mean gap of confidence and accuracy over 15 bins of equal width."),
            c => Calibration.Ece(c.Confidence, c.Score)),
        new(new("ece_mass", "ECE, equal mass", "%", Lower, Answers, 2, "Expected calibration error over 15 bins of equally many answers."),
            c => Calibration.Ece(c.Confidence, c.Score, kind: BinKind.EqualMass)),
        new(new("ece_classwise", "ECE, classwise", "%", Lower, Answers, 3,
            "Expected calibration error of each answer's probability on its own, averaged over the answers."),
            c => ClasswiseEce(c)),
    ];

    private static double ClasswiseEce(TestedCell cell)
    {
        var probabilities = new List<double[]>();
        var labels = new List<int>();
        foreach (QuestionResult row in cell.Rows)
        {
            int label = cell.PlaceOf(row.Truth);
            if (label < 0 || row.Distribution is not { } distribution) continue;
            probabilities.Add([.. distribution.Select(p => (double)p)]);
            labels.Add(label);
        }
        return probabilities.Count == 0 ? double.NaN : Calibration.ClasswiseEce(probabilities, labels.ToArray());
    }
}
