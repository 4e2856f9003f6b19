using Ucam.Training;

namespace Ucam.Evaluation;

/// <summary>Where a run keeps its files, where its data is, and whether it goes on from an earlier one.</summary>
public sealed record RunOptions
{
    /// <summary>Folder of the run; made if missing.</summary>
    public required string Folder { get; init; }

    /// <summary>The checkpoint to write; null for model.safetensors in the folder.</summary>
    public string? Output { get; init; }

    /// <summary>Folder or archive of the photographs, for recipes that need them.</summary>
    public string? Data { get; init; }

    /// <summary>Whether to go on from the last finished epoch.</summary>
    public bool Resume { get; init; }

    /// <summary>Receives one line per finished step.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>Receives live progress.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}

/// <summary>What a run came to.</summary>
/// <param name="ModelPath">The checkpoint.</param>
/// <param name="Summaries">Results of each test set, the in-distribution one first.</param>
/// <param name="BlindAccuracy">Test accuracy of the model that sees the question only; NaN where it was left out.</param>
public sealed record RunResult(string ModelPath, IReadOnlyList<(string Set, EvaluationSummary Summary)> Summaries, double BlindAccuracy);
