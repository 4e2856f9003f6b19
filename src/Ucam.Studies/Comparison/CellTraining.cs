using Ucam.Vqa.Training;

namespace Ucam.Studies.Comparison;

/// <summary>What a cell's training says: metrics of cost and of the certainty mask, and the learning curve.</summary>
internal static class CellTraining
{
    /// <summary>Adds the metrics.</summary>
    /// <param name="values">Metric name → value.</param>
    /// <param name="epochs">The epochs trained.</param>
    /// <param name="seconds">Time to train.</param>
    /// <param name="rate">Questions or pictures answered a second.</param>
    /// <param name="parameters">Trained numbers.</param>
    public static void Add(Dictionary<string, double> values, IReadOnlyList<EpochMetrics> epochs, double seconds, double rate, long parameters)
    {
        CertaintyStatistics[] certainty = [.. epochs.Select(e => e.Certainty).OfType<CertaintyStatistics>()];
        double Mean(Func<CertaintyStatistics, double> value) => certainty.Length == 0 ? double.NaN : certainty.Average(value);
        values["empty_mask"] = Mean(c => c.EmptyShare);
        values["mask_entropy"] = Mean(c => c.MaskEntropy);
        values["gradient_cosine"] = Mean(c => c.Cosine);
        values["gradient_ratio"] = Mean(c => c.NormRatio);
        values["train_seconds"] = Math.Round(seconds, 1);
        values["questions_per_second"] = Math.Round(rate);
        values["epochs"] = epochs.Count;
        values["parameters"] = parameters;
    }

    /// <summary>The course of training.</summary>
    public static IReadOnlyList<CurveEpoch> Curve(IReadOnlyList<EpochMetrics> epochs) =>
        [.. epochs.Select(e => new CurveEpoch(e.Epoch, e.TrainLoss, e.ValidationAccuracy))];
}
