using Ucam.Metrics;
using Ucam.Vqa.Models;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Evaluation;

/// <summary>Answers with one kind of confidence and how right they are: what the metrics of certainty are computed from.</summary>
/// <param name="Confidence">One finite number an answer, the higher the surer.</param>
/// <param name="Accuracy">Official accuracy of each, in [0,1].</param>
internal sealed record RatedAnswers(double[] Confidence, double[] Accuracy)
{
    /// <summary>Whether confidence is a probability of being right.</summary>
    public bool IsProbability { get; init; } = true;

    /// <summary>Thresholds from held-out questions; null takes those that are best on these very answers.</summary>
    public ChosenThresholds? Chosen { get; init; }

    /// <summary>The size of each answer's set and whether it holds the right answer; empty where there are none.</summary>
    public IReadOnlyList<(int Size, bool Holds)> Sets { get; init; } = [];

    /// <summary>1 where too few people gave the answer for it to count as right, else 0.</summary>
    public double[] Loss { get; } = [.. Accuracy.Select(accuracy => VqaAccuracy.IsRight(accuracy) ? 0.0 : 1.0)];

    /// <summary>The confidence the other way round.</summary>
    public double[] Doubt { get; } = [.. Confidence.Select(confidence => -confidence)];

    /// <summary>What is answered at the threshold for a risk.</summary>
    public SelectiveOutcome AtRisk(double risk) => ChosenThreshold.Use(Confidence, Loss,
        Chosen is null ? ChosenThreshold.ForRisk(Confidence, Loss, risk) : Find(Chosen.Risks, risk));

    /// <summary>Effective reliability at the threshold for a cost.</summary>
    public double AtCost(double cost) => EffectiveReliability.At(Confidence, Accuracy, cost,
        Chosen is null ? EffectiveReliability.Best(Confidence, Accuracy, cost).Threshold : Find(Chosen.Costs, cost));

    /// <summary>The answers whose confidence is known, of results with people's answers.</summary>
    public static RatedAnswers Of(IReadOnlyList<QuestionResult> results, Confidence confidence, ChosenThresholds? chosen)
    {
        QuestionResult[] rows = [.. results.Where(r => double.IsFinite(r.Accuracy) && double.IsFinite(confidence.Of(r)))];
        return new RatedAnswers([.. rows.Select(confidence.Of)], [.. rows.Select(r => r.Accuracy)])
        {
            IsProbability = confidence.IsProbability,
            Chosen = chosen,
            Sets = confidence == Evaluation.Confidence.Right
                ? [.. rows.Where(r => r.Certainty is { Set.Count: > 0 })
                    .Select(r => (r.Certainty!.Set.Count, r.Certainty.Set.Contains(r.Truth)))] : [],
        };
    }

    private static double? Find(IReadOnlyList<LimitThreshold> thresholds, double limit) =>
        thresholds.FirstOrDefault(chosen => chosen.Limit == limit)?.Threshold;
}
