namespace Ucam;

/// <summary>Where a long run stands.</summary>
/// <param name="Stage">What is being done ("backbone", "features", "head", …).</param>
/// <param name="Epoch">Current epoch, from 1.</param>
/// <param name="Epochs">Epochs in all, as far as known.</param>
/// <param name="Done">Samples done in this epoch.</param>
/// <param name="Total">Samples of an epoch.</param>
/// <param name="Loss">Mean loss of the epoch so far, NaN where none applies.</param>
/// <param name="Accuracy">Mean accuracy of the epoch so far in [0,1], NaN where none applies.</param>
/// <param name="Rate">Samples per second of late.</param>
/// <param name="Remaining">Estimated time to the end of the run, as far as its stages are planned; else of the stage.</param>
public readonly record struct RunProgress(
    string Stage, int Epoch, int Epochs, long Done, long Total, double Loss, double Accuracy, double Rate, TimeSpan Remaining)
{
    /// <summary>What the samples are ("questions", "pictures", …); null where it is not told.</summary>
    public string? Unit { get; init; }

    /// <summary>Whether the run may end before, since a stage that is still to end stops when it has levelled off.</summary>
    public bool AtMost { get; init; }
}
