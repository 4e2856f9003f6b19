using Ucam.Vqa.Training;

namespace Ucam.Vqa.Runs;

/// <summary>How long one stage of a run on a user's own set is.</summary>
/// <param name="Epochs">Epochs; the most of them where it levels off. 0 leaves the stage out.</param>
/// <param name="Levelling">When it has levelled off; null trains all epochs.</param>
internal sealed record StageLength(int Epochs, Levelling? Levelling)
{
    private const int MostEpochs = 400;

    /// <summary>A stage of at most so many optimiser steps, that ends when it has levelled off: the smaller a set, the more epochs.</summary>
    public static StageLength Open(double steps, double patience, long stepsPerEpoch) =>
        new((int)Math.Clamp(steps / stepsPerEpoch, 1, MostEpochs), new Levelling { PatienceSteps = (int)Math.Max(1, patience) });
}

/// <summary>
/// The stages of a run on a user's own set: the head on a trained start's features, backbone and head together, the head once more.
/// </summary>
internal sealed record DirectoryPlan(StageLength HeadFirst, StageLength Joint, StageLength Head)
{
    // Of the epochs asked for, those that train backbone and head together; of the rest, those that train the head before.
    private const double JointOfTrained = 0.5, JointOfRandom = 0.7, HeadFirstOfRest = 0.5;

    /// <summary>Splits so many epochs, or without them lets each stage level off.</summary>
    /// <param name="epochs">All epochs together; null for until levelled off.</param>
    /// <param name="trained">Whether the backbone starts from a trained one.</param>
    /// <param name="headSteps">Steps of an epoch of the head.</param>
    /// <param name="jointSteps">Steps of an epoch of both.</param>
    /// <param name="length">Multiplies the steps of stages that level off.</param>
    public static DirectoryPlan Create(int? epochs, bool trained, long headSteps, long jointSteps, double length = 1)
    {
        if (epochs is { } all) return Split(all, trained);
        StageLength head = StageLength.Open(3000 * length, 400 * length, headSteps);
        return trained
            ? new DirectoryPlan(StageLength.Open(4000 * length, 500 * length, headSteps), StageLength.Open(1800 * length, 300 * length, jointSteps),
                head)
            : new DirectoryPlan(new(0, null), StageLength.Open(6000 * length, 1000 * length, jointSteps), head);
    }

    // A single epoch trains the head on a start's features, or everything where there is no start.
    private static DirectoryPlan Split(int epochs, bool trained)
    {
        int joint = epochs == 1 ? (trained ? 0 : 1) : Math.Max(1, (int)Math.Round(epochs * (trained ? JointOfTrained : JointOfRandom)));
        int first = trained ? (int)((epochs - joint) * HeadFirstOfRest) : 0;
        return new DirectoryPlan(new(first, null), new(joint, null), new(epochs - joint - first, null));
    }
}
