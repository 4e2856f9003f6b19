using Ucam.Training;

namespace Ucam.Evaluation;

/// <summary>How a model is trained on a user's own set.</summary>
public sealed record DirectoryOptions
{
    private const int EpochsFromTrained = 4, EpochsFromRandom = 20;

    /// <summary>Epochs of backbone and head together, 1 to 10,000; null is 4 where the backbone starts from a trained one, else 20.</summary>
    public int? Epochs { get; init; }

    /// <summary>Pictures of a step, 1 to 4096.</summary>
    public int PicturesPerStep { get; init; } = 32;

    /// <summary>Questions of each picture in a step, 1 to 1000.</summary>
    public int QuestionsPerPicture { get; init; } = 8;

    /// <summary>Share of the pictures held out for validation where no validation set is given, above 0 and below 1.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Bytes of resized pictures kept in memory.</summary>
    public long CacheBytes { get; init; } = 2_000_000_000;

    /// <summary>A checkpoint whose backbone the training starts from; null starts from random weights.</summary>
    public string? StartFrom { get; init; }

    /// <summary>
    /// How the head is trained on a trained backbone's features before the two are trained together, so that an untrained head does not
    /// undo what the backbone knows. Unused without <see cref="StartFrom"/>.
    /// </summary>
    public FitRecipe HeadFirst { get; init; } = new() { Epochs = 24, Batch = 256, LearningRate = 3e-3 };

    /// <summary>Peak learning rate of a trained backbone and its head together, above 0, at most 1. Unused without <see cref="StartFrom"/>.</summary>
    public double FineTuningRate { get; init; } = 5e-4;

    internal int JointEpochs => Epochs ?? (StartFrom is null ? EpochsFromRandom : EpochsFromTrained);
}
