using Ucam.Training;

namespace Ucam.Evaluation;

/// <summary>How long one stage of a run on a user's own set is.</summary>
/// <param name="Epochs">Epochs; the most of them where it levels off. 0 leaves the stage out.</param>
/// <param name="Levelling">When it has levelled off; null trains all epochs.</param>
internal sealed record StageLength(int Epochs, Levelling? Levelling)
{
    private const int MostEpochs = 400;

    /// <summary>A stage of at most so many optimiser steps, that ends when it has levelled off: the smaller a set, the more epochs.</summary>
    public static StageLength Open(int steps, int patience, long stepsPerEpoch) =>
        new((int)Math.Clamp(steps / stepsPerEpoch, 1, MostEpochs), new Levelling { PatienceSteps = patience });
}

/// <summary>The stages of a run on a user's own set: the head on a trained start's features, backbone and head together, the head once more.</summary>
internal sealed record DirectoryPlan(StageLength HeadFirst, StageLength Joint, StageLength Head)
{
    /// <summary>The share of the epochs asked for that trains backbone and head together, from a trained start and from random weights.</summary>
    private const double JointOfTrained = 0.15, JointOfRandom = 0.7;

    /// <summary>The share of what is then left that trains the head before, from a trained start.</summary>
    private const double HeadFirstOfRest = 0.7;

    /// <summary>Splits so many epochs, or without them lets each stage level off.</summary>
    /// <param name="epochs">All epochs together; null for until levelled off.</param>
    /// <param name="trained">Whether the backbone starts from a trained one.</param>
    /// <param name="headSteps">Steps of an epoch of the head.</param>
    /// <param name="jointSteps">Steps of an epoch of both.</param>
    public static DirectoryPlan Create(int? epochs, bool trained, long headSteps, long jointSteps)
    {
        if (epochs is { } all)
        {
            int joint = all == 1 ? 0 : Math.Max(1, (int)Math.Round(all * (trained ? JointOfTrained : JointOfRandom)));
            if (!trained && all == 1) joint = 1;
            int first = trained ? (int)((all - joint) * HeadFirstOfRest) : 0;
            return new DirectoryPlan(new(first, null), new(joint, null), new(all - joint - first, null));
        }
        return trained
            ? new DirectoryPlan(StageLength.Open(4000, 400, headSteps), StageLength.Open(1500, 250, jointSteps), StageLength.Open(1200, 200, headSteps))
            : new DirectoryPlan(new(0, null), StageLength.Open(6000, 1000, jointSteps), StageLength.Open(1200, 200, headSteps));
    }
}
