using System.Globalization;
using Ucam.Vqa.Training;

namespace Ucam.Vqa.Runs;

/// <summary>metrics.csv of a run: one line per stage and epoch, rewritten whole so that a resumed run repeats no line.</summary>
internal sealed class MetricsFile(string path)
{
    /// <summary>How every such file begins.</summary>
    public const string Begin = "stage,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,";

    private const string Header = Begin
        + "logit_variance,empty_mask,mask_entropy_nats,gradient_cosine,gradient_ratio";
    private readonly List<string> _lines = File.Exists(path) ? [.. OrdinaryFile.Lines(path).Skip(1)] : [];

    /// <summary>Forgets a stage that starts anew.</summary>
    public void Clear(string stage) => _lines.RemoveAll(line => line.StartsWith(stage + ",", StringComparison.Ordinal));

    /// <summary>Adds or replaces the line of a stage's epoch.</summary>
    public void Record(EpochMetrics metrics)
    {
        string key = $"{metrics.Stage},{metrics.Epoch},";
        _lines.RemoveAll(line => line.StartsWith(key, StringComparison.Ordinal));
        CertaintyStatistics? certainty = metrics.Certainty;
        double?[] numbers = [metrics.TrainLoss, metrics.TrainAccuracy, metrics.ValidationLoss, metrics.ValidationAccuracy, metrics.Variance,
            certainty?.EmptyShare, certainty?.MaskEntropy, certainty?.Cosine, certainty?.NormRatio];
        string[] values = [.. numbers.Select(v => v is { } known && !double.IsNaN(known) ? known.ToString("R", CultureInfo.InvariantCulture) : "")];
        _lines.Add(key + string.Join(',', values));
        AtomicFile.WriteText(path, string.Join('\n', _lines.Prepend(Header)) + "\n");
    }
}
