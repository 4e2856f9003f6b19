using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ucam.Vqa;

namespace Ucam.Studies;

/// <summary>Where a comparison keeps its files and how it runs.</summary>
public sealed record CompareOptions
{
    /// <summary>Folder of the comparison; made if missing. Finished cells in it are not repeated.</summary>
    public required string Folder { get; init; }

    /// <summary>The checkpoint whose backbone makes the features; a comparison of classifiers trains its own and needs none.</summary>
    public string? Backbone { get; init; }

    /// <summary>Folder or archive of the photographs, for sets that need them.</summary>
    public string? Data { get; init; }

    /// <summary>Cells trained at once, one thread each; null for one a processor.</summary>
    [From(1, 1024)]
    public int? Workers { get; init; }

    /// <summary>Receives one line per finished step, at the level Information.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The part of the cells that is run, without the tables of all; null for all.</summary>
    internal Shard? Shard { get; init; }

    internal Action<string> Log => Logger.Lines();

    /// <summary>Receives live progress of the data's preparation.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>How many of so many cells run at once.</summary>
    internal int WorkersFor(int cells) => Math.Min(Workers ?? ComputeThreads.Asked ?? Environment.ProcessorCount, cells);
}
