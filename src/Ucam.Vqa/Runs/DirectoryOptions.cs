using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Runs;

/// <summary>How a model is trained on a user's own set.</summary>
internal sealed record DirectoryOptions
{
    /// <summary>Epochs of all stages together, 1 to 10,000; null trains each stage until it has levelled off on the held-out questions.</summary>
    [From(1, 10_000)]
    public int? Epochs { get; init; }

    /// <summary>Pictures of a step, 1 to 4096.</summary>
    [From(1, 4096)]
    public int PicturesPerStep { get; init; } = 32;

    /// <summary>Questions of each picture in a step, 1 to 1000.</summary>
    [From(1, 1000)]
    public int QuestionsPerPicture { get; init; } = 8;

    /// <summary>Share of the pictures held out for validation where no validation set is given, above 0 and below 1.</summary>
    [Above(0, Below = 1)]
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Bytes of resized pictures kept in memory.</summary>
    public long CacheBytes { get; init; } = 2_000_000_000;

    /// <summary>A checkpoint whose backbone the training starts from; null tries <see cref="StartCandidates"/>.</summary>
    public string? StartFrom { get; init; }

    /// <summary>
    /// Checkpoints of which the best for this set is the start: a head is trained briefly on the features of each and tested on held-out
    /// questions. Without any, and without <see cref="StartFrom"/>, the training starts from random weights.
    /// </summary>
    public IReadOnlyList<string> StartCandidates { get; init; } = [];

    /// <summary>
    /// Peak learning rate of the head on a trained start's features, above 0, at most 1. It is trained there before the two are trained
    /// together, so that an untrained head does not undo what the backbone knows.
    /// </summary>
    [RangeOf(typeof(FitRecipe), nameof(FitRecipe.LearningRate))]
    public double HeadFirstRate { get; init; } = 1.5e-3;

    /// <summary>Peak learning rate of a trained start and its head together, above 0, at most 1.</summary>
    [RangeOf(typeof(FitRecipe), nameof(FitRecipe.LearningRate))]
    public double FineTuningRate { get; init; } = 5e-4;

    /// <summary>Multiplies the steps, and the patience, of stages that end when they have levelled off.</summary>
    internal double Length { get; init; } = 1;
}
