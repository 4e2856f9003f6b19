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

    /// <summary>Where the batches of steps are kept that were not taken since something was not finite; null keeps none.</summary>
    public string? FaultsPath { get; init; }

    /// <summary>Told in a line of every step that was left out.</summary>
    public Action<string> Tell { get; init; } = _ => { };

    /// <summary>Told at the end how many steps were left out, those before a resumed run included.</summary>
    public Action<int> Skipped { get; init; } = _ => { };

    /// <summary>When the stage has levelled off on the held-out questions and ends; null trains all epochs.</summary>
    public Levelling? Levelling { get; init; }
}
