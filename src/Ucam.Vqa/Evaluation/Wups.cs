using Ucam.Vqa.Datasets;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Evaluation;

/// <summary>
/// WUPS, the accuracy of DAQUAR that lets a near miss count (Malinowski and Fritz, NIPS 2014): answers are sets, and
/// min(Π_{a∈A} max_{t∈T} μ(a,t), Π_{t∈T} max_{a∈A} μ(a,t)) compares the given A with the true T. μ is Wu and Palmer's similarity of the words,
/// a tenth of it below the threshold, and 1 for equal words.
/// </summary>
internal static class Wups
{
    private const double Discount = 0.1;

    /// <summary>The three figures of DAQUAR: WUPS at 0.9 and at 0.0, and the share of answers whose sets are equal.</summary>
    public static IReadOnlyList<EvaluationMetric> Metrics(WordNetNouns nouns) =>
    [
        Metric("set_accuracy", "set accuracy", (a, t) => a == t ? 1 : 0) with { Definition = "Share of answers whose sets of things are equal." },
        Metric("wups_0.9", "WUPS 0.9", (a, t) => Similarity(nouns, a, t, 0.9)) with { Definition = "WUPS, threshold 0.9." },
        Metric("wups_0.0", "WUPS 0.0", (a, t) => Similarity(nouns, a, t, 0)) with { Definition = "WUPS, threshold 0." },
    ];

    /// <summary>How well a set of things answers, in [0,1].</summary>
    /// <param name="given">The answer's things, at least one.</param>
    /// <param name="truth">The true ones, at least one.</param>
    /// <param name="similarity">μ, in [0,1].</param>
    public static double Score(IReadOnlyList<string> given, IReadOnlyList<string> truth, Func<string, string, double> similarity) => Math.Min(
        given.Aggregate(1.0, (product, a) => product * truth.Max(t => similarity(a, t))),
        truth.Aggregate(1.0, (product, t) => product * given.Max(a => similarity(a, t))));

    /// <summary>μ of two words.</summary>
    public static double Similarity(WordNetNouns nouns, string a, string b, double threshold)
    {
        if (a == b) return 1;
        double alike = nouns.Similarity(a, b);
        return alike < threshold ? Discount * alike : alike;
    }

    private static EvaluationMetric Metric(string name, string title, Func<string, string, double> similarity) => new(name, title,
        MetricDirection.Higher, rows => rows.Average(row => Score(AnswerParts.Of(row.Prediction), AnswerParts.Of(row.Truth), similarity)));
}
