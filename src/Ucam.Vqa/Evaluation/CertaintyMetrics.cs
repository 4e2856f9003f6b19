using System.Globalization;
using Ucam.Metrics;
using Ucam.Vqa.Models;

namespace Ucam.Vqa.Evaluation;

/// <summary>
/// The metrics of certainty. Calibration is against the official accuracy, as is effective reliability; all others count an answer as wrong
/// where fewer than three of ten people gave it.
/// </summary>
internal static class CertaintyMetrics
{
    private const MetricDirection Up = MetricDirection.Higher, Down = MetricDirection.Lower, Neither = MetricDirection.Neither;

    /// <summary>The risks at which coverage is told.</summary>
    public static IReadOnlyList<double> Risks { get; } = [0.01, 0.05, 0.1, 0.2];

    /// <summary>The costs of a wrong answer at which effective reliability is told.</summary>
    public static IReadOnlyList<double> Costs { get; } = [1, 10, 100];

    /// <summary>All metrics, in the order of tables; a new one is a line here.</summary>
    public static IReadOnlyList<CertaintyMetric> All { get; } =
    [
        new("ece_width", "ECE, equal width", Down, "expected calibration error, 15 bins of equal width", OfProbability(a =>
            Calibration.Ece(a.Confidence, a.Accuracy))),
        new("ece_mass", "ECE, equal mass", Down, "expected calibration error, 15 bins of equally many answers", OfProbability(a =>
            Calibration.Ece(a.Confidence, a.Accuracy, kind: BinKind.EqualMass))),
        new("brier", "Brier score", Down, "mean squared distance from the accuracy", OfProbability(a => Calibration.Brier(a.Confidence, a.Accuracy))),
        new("auroc", "AUROC", Up, "how often a right answer is surer than a wrong one", a => RankingMetrics.Auroc(a.Doubt, a.Loss)),
        new("aupr_errors", "AUPR of errors", Up, "average precision of finding wrong answers", a => ErrorDetection.Aupr(a.Confidence, a.Loss)),
        new("aurc", "AURC", Down, "area under the risk-coverage curve", a => SelectivePrediction.Aurc(a.Doubt, a.Loss)),
        new("aurc_population", "AURC, population", Down, "the same, with the weights of the population", a =>
            PopulationAurc.Logarithmic(a.Doubt, a.Loss)),
        new("augrc", "AUGRC", Down, "area under the generalised risk-coverage curve", a => SelectivePrediction.Augrc(a.Doubt, a.Loss)),
        .. Risks.SelectMany(AtRisk),
        .. Costs.Select(cost => new CertaintyMetric($"phi_{Text(cost)}", $"reliability, cost {Text(cost)}", Up,
            "accuracy of what is answered, less the cost of what is wholly wrong, over all questions", a => a.AtCost(cost))),
        new("set_size", "answers in a set", Down, "mean number of answers in a set", a => Mean(a, set => set.Size)),
        new("set_coverage", "sets with the answer", Neither, "share of sets that hold people's most frequent answer", a =>
            Mean(a, set => set.Holds ? 1 : 0)),
    ];

    /// <summary>The thresholds that the metrics ask for, chosen on held-out answers.</summary>
    public static ChosenThresholds Choose(string confidence, RatedAnswers heldOut) => new(confidence,
        [.. Risks.Select(risk => new LimitThreshold(risk, ChosenThreshold.ForRisk(heldOut.Confidence, heldOut.Loss, risk)))],
        [.. Costs.Select(cost => new LimitThreshold(cost, EffectiveReliability.Best(heldOut.Confidence, heldOut.Accuracy, cost).Threshold))]);

    private static CertaintyMetric[] AtRisk(double risk) =>
    [
        new($"coverage_{Text(100 * risk)}", $"answered at {Text(100 * risk)} % risk", Up, "share answered at the threshold for that risk",
            a => a.AtRisk(risk).Coverage),
        new($"risk_{Text(100 * risk)}", $"  risk met", Neither, "share of wrong ones among these", a => a.AtRisk(risk).Risk ?? double.NaN),
    ];

    private static Func<RatedAnswers, double> OfProbability(Func<RatedAnswers, double> metric) =>
        answers => answers.IsProbability ? metric(answers) : double.NaN;

    private static double Mean(RatedAnswers answers, Func<(int Size, bool Holds), double> value) =>
        answers.Sets.Count == 0 ? double.NaN : answers.Sets.Average(value);

    private static string Text(double value) => Math.Round(value, 6).ToString(CultureInfo.InvariantCulture);
}
