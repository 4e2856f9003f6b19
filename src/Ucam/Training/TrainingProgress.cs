namespace Ucam.Training;

/// <summary>Where a long run stands.</summary>
/// <param name="Stage">What is being done ("backbone", "features", "head", …).</param>
/// <param name="Epoch">Current epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Done">Samples done in this epoch.</param>
/// <param name="Total">Samples of an epoch.</param>
/// <param name="Loss">Running mean of the loss, NaN where none applies.</param>
/// <param name="Accuracy">Running accuracy in [0,1], NaN where none applies.</param>
/// <param name="Rate">Samples per second.</param>
/// <param name="Remaining">Estimated time to the end of the stage.</param>
public readonly record struct TrainingProgress(
    string Stage, int Epoch, int Epochs, long Done, long Total, double Loss, double Accuracy, double Rate, TimeSpan Remaining);
