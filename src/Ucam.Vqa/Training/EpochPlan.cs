using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training;

/// <summary>What an <see cref="EpochLoop{TBatch}"/> needs to know of a training before it begins.</summary>
/// <param name="Stage">Its name in metrics, progress and messages.</param>
/// <param name="Unit">What a sample is: "questions".</param>
/// <param name="Fit">Epochs, or the most of them; peak rate and schedule.</param>
/// <param name="Seed">Drives order, dropout and noise.</param>
internal sealed record EpochPlan(string Stage, string Unit, FitRecipe Fit, int Seed)
{
    /// <summary>Samples of an epoch.</summary>
    public required long Samples { get; init; }

    /// <summary>Optimiser steps of an epoch.</summary>
    public long Steps { get => field > 0 ? field : (Samples + Fit.Batch - 1) / Fit.Batch; init; }

    /// <summary>Whether a loss that is no number is a fault: a batch without a label has none, and its gradients are 0.</summary>
    public bool ChecksLoss { get; init; } = true;

    /// <summary>What helps where something is not finite.</summary>
    public string Advice { get; init; } = "lower training.fit.learning_rate and start again";

    /// <summary>What is in training mode while an epoch trains, and in evaluation mode else.</summary>
    public IReadOnlyList<Module> Switched { get; init; } = [];

    /// <summary>Where the randomness of dropout and noise is.</summary>
    public Device Device { get; init; } = CPU;
}
