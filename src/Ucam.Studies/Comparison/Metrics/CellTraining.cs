using Ucam.Vqa.Training;

namespace Ucam.Studies.Comparison.Metrics;

/// <summary>How a cell was trained.</summary>
/// <param name="Epochs">The epochs trained, those of all its networks.</param>
/// <param name="Seconds">Time to train.</param>
/// <param name="Rate">Questions or pictures answered a second.</param>
/// <param name="Parameters">Trained numbers.</param>
internal sealed record CellTraining(IReadOnlyList<EpochMetrics> Epochs, double Seconds, double Rate, long Parameters)
{
    /// <summary>Mean over the epochs that had a certainty mask; NaN for none.</summary>
    public double OfMasks(Func<CertaintyStatistics, double> value) =>
        Epochs.Select(e => e.Certainty).OfType<CertaintyStatistics>().Select(value).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The course of a network's training.</summary>
    public static IReadOnlyList<CurveEpoch> Curve(IReadOnlyList<EpochMetrics> epochs) =>
        [.. epochs.Select(e => new CurveEpoch(e.Epoch, e.TrainLoss, e.ValidationAccuracy))];
}
