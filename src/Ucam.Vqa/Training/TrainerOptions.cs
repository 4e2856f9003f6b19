namespace Ucam.Vqa.Training;

/// <summary>Whether a training goes on from an earlier one, whom it tells of itself, and when it ends.</summary>
internal sealed record TrainerOptions
{
    /// <summary>Whether to go on from the last finished epoch.</summary>
    public bool Resume { get; init; }

    /// <summary>Told of every finished epoch.</summary>
    public Action<EpochMetrics> Record { get; init; } = _ => { };

    /// <summary>Receives live progress.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>When the stage has levelled off on the held-out questions and ends; null trains all epochs.</summary>
    public Levelling? Levelling { get; init; }
}
