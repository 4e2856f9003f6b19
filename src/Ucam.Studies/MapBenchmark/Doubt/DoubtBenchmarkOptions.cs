using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ucam.Vqa;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>How maps of doubt are measured.</summary>
internal sealed record DoubtBenchmarkOptions
{
    /// <summary>Folder of the rows; made if missing. Finished maps in it are not repeated.</summary>
    public required string Folder { get; init; }

    /// <summary>Names of the methods; the usual ones where empty.</summary>
    public IReadOnlyList<string> Maps { get; init; } = [];

    /// <summary>Whose doubt is explained.</summary>
    public DoubtSource Source { get; init; }

    /// <summary>Passes with dropout, ≥ 2.</summary>
    public int Passes { get; init; } = 10;

    /// <summary>The first so many samples also get the metrics that run the method again and again, ≥ 0.</summary>
    public int Subset { get; init; } = 10;

    /// <summary>Whether the metrics that need many more pictures are left out (<see cref="DoubtMetric.IsLong"/>).</summary>
    public bool Brief { get; init; }

    /// <summary>Seed of the questions, the passes and the methods.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The part of the maps that is measured, without the rows of all; null for all.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Receives one line per finished map, at the level Information.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    public Action<string> Log => Logger.Lines();

    /// <summary>Receives live progress.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>All that the numbers hang on, as a text.</summary>
    public string Text => $"{Source} {Passes} {Subset} {Seed}{(Brief ? " brief" : "")}";
}
