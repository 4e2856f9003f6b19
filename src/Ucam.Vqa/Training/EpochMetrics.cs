using System.Text.Json.Serialization;

namespace Ucam.Vqa.Training;

/// <summary>One epoch of a training, as the metrics file tells it; NaN where the training has no such thing.</summary>
internal sealed record EpochMetrics(string Stage, int Epoch, double TrainLoss, double TrainAccuracy, double ValidationLoss, double ValidationAccuracy,
    double Rate)
{
    /// <summary>Mean σ² over the training questions.</summary>
    public double Variance { get; init; } = double.NaN;

    /// <summary>What gradient certainty did; null without it.</summary>
    public CertaintyStatistics? Certainty { get; init; }

    /// <summary>Steps that were left out, since something was not finite.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Skipped { get; init; }

    /// <summary>The line of the log.</summary>
    public string InWords()
    {
        string skipped = Skipped == 0 ? "" : $", {Skipped} steps left out";
        string trained = $"{Stage} epoch {Epoch}: loss {TrainLoss:F4}, accuracy {TrainAccuracy:P2}{skipped}";
        return double.IsNaN(ValidationLoss) ? trained
            : $"{trained}; validation loss {ValidationLoss:F4}, accuracy {ValidationAccuracy:P2} ({Rate:F0} questions/s)";
    }
}
