namespace Ucam.Vqa.Training;

/// <summary>When a stage has levelled off on the held-out questions.</summary>
internal sealed record Levelling
{
    private const int LeastEpochs = 3;

    /// <summary>Optimiser steps without progress after which a stage has levelled off.</summary>
    public required int PatienceSteps { get; init; }

    /// <summary>Optimiser steps over which the rate climbs to its peak.</summary>
    public int WarmUpSteps { get; init; } = 100;

    /// <summary>Steps over which the rate then falls to nothing, as a share of those before.</summary>
    public double Fall { get; init; } = 0.25;

    /// <summary>What of the accuracy, in [0,1], and of the loss, as a share of the best, counts as progress.</summary>
    public double Progress { get; init; } = 0.001;

    /// <summary>The patience in whole epochs of so many steps.</summary>
    public int PatienceEpochs(long stepsPerEpoch) => (int)Math.Max(LeastEpochs, (PatienceSteps + stepsPerEpoch - 1) / stepsPerEpoch);
}

/// <summary>What a held-out part said after an epoch.</summary>
/// <param name="Loss">Mean L_y in nats.</param>
/// <param name="Accuracy">Official accuracy, in [0,1].</param>
internal readonly record struct HeldOutScore(double Loss, double Accuracy);
