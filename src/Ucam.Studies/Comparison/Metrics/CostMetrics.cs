using static Ucam.Studies.MetricRole;
using static Ucam.Vqa.MetricDirection;

namespace Ucam.Studies.Comparison.Metrics;

/// <summary>What a cell cost.</summary>
internal static class CostMetrics
{
    public static IReadOnlyList<CellMetric> All { get; } =
    [
        new(new("train_seconds", "Training time", "s", Lower, Cost, 1, "Seconds to train the cell."),
            c => c.Training is { } training ? Math.Round(training.Seconds, 1) : null),
        new(new("questions_per_second", "Questions per second", "", Higher, Cost, 0, "Questions answered a second with all dropout passes."),
            c => c.Training is { } training ? Math.Round(training.Rate) : null),
        new(new("epochs", "Epochs", "", Neither, Cost, 1, "Epochs trained before stopping."), c => c.Training?.Epochs.Count),
        new(new("parameters", "Parameters", "", Neither, Cost, 0, "Trained numbers."), c => c.Training?.Parameters),
    ];
}
