using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Training.Ranks;

namespace Ucam.Vqa;

/// <summary>Where a run keeps its files, where its data is, and whether it goes on from an earlier one.</summary>
public sealed record RunOptions : ICrossChecked
{
    /// <summary>Folder of the run; made if missing.</summary>
    public required string Folder { get; init; }

    /// <summary>The checkpoint to write; null for model.safetensors in the folder.</summary>
    public string? Output { get; init; }

    /// <summary>Folder or archive of the photographs, or folder of the files, for recipes that need them.</summary>
    public string? Data { get; init; }

    /// <summary>Whether to go on from the last finished epoch.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether a checkpoint that is there already and is not of this very run may be replaced; otherwise it is refused.</summary>
    public bool Replace { get; init; }

    /// <summary>
    /// At most so many questions of each part, ≥ 1, and as many pictures for a backbone's pre-training, to try a recipe out; null for all.
    /// </summary>
    [AtLeast(1)]
    public int? Limit { get; init; }

    /// <summary>
    /// Where head and variance head are trained and tested: cpu, cuda or cuda:N; another than the CPU needs a recipe whose data are files.
    /// </summary>
    public string Device { get; init; } = RunDevice.Cpu;

    /// <summary>Receives one line per finished step, at the level Information.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The command line that makes the same model, as its provenance tells it; null where there is none.</summary>
    internal string? Command { get; init; }

    /// <summary>The processes that train together; this one alone if nothing else is said.</summary>
    internal IRanks Ranks { get; init; } = OneRank.Only;

    internal Action<string> Log => Logger.Lines();

    /// <summary>Receives live progress.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    void ICrossChecked.Check(SettingsPlace at)
    {
        if (!RunDevice.IsName(Device)) throw at.Wrong(nameof(Device), $"is '{Device}'; {RunDevice.Known}.");
    }

    /// <summary>Refuses another device for runs that train a backbone.</summary>
    internal void RequireCpu()
    {
        if (Device != RunDevice.Cpu)
            throw new UcamException($"{Device} is for recipes whose data are files (data.set: files); a "
            + "run that trains a backbone needs --device cpu.")
            { Field = "device" };
    }
}

/// <summary>What a run came to.</summary>
/// <param name="ModelPath">The checkpoint.</param>
/// <param name="Summaries">Results of each test set, the in-distribution one first.</param>
/// <param name="BlindAccuracy">Test accuracy of the model that sees the question only; NaN where it was left out.</param>
public sealed record RunResult(string ModelPath, IReadOnlyList<(string Set, EvaluationSummary Summary)> Summaries, double BlindAccuracy)
{
    /// <summary>Optimiser steps that were left out since something was not finite; 0 unless the recipe says not_finite: skip.</summary>
    public int SkippedSteps { get; init; }
}
