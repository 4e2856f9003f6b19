using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ucam.Vqa;

namespace Ucam.Studies.MapBenchmark;

/// <summary>How maps are measured.</summary>
internal sealed record MapBenchmarkOptions
{
    /// <summary>Folder of the rows; made if missing. Finished maps in it are not repeated.</summary>
    public required string Folder { get; init; }

    /// <summary>Names of the maps; those that apply to the model where empty.</summary>
    public IReadOnlyList<string> Maps { get; init; } = [];

    /// <summary>The first so many samples also get the metrics that run the method again and again, ≥ 0.</summary>
    public int Subset { get; init; } = 10;

    /// <summary>Rows and columns of the grid on which maps are held against regions and each other.</summary>
    public int Grid { get; init; } = 16;

    /// <summary>Steps of insertion and deletion.</summary>
    public int Steps { get; init; } = 50;

    /// <summary>Shares of the cells that ROAD removes.</summary>
    public IReadOnlyList<double> RoadShares { get; init; } = [0.2, 0.5, 0.8];

    /// <summary>Perturbed inputs of max-sensitivity.</summary>
    public int Sensitivities { get; init; } = 5;

    /// <summary>Squares of infidelity.</summary>
    public int Squares { get; init; } = 200;

    /// <summary>The part of the maps that is measured, without the rows of all; null for all.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Receives one line per finished map, at the level Information.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    public Action<string> Log => Logger.Lines();

    /// <summary>Receives live progress.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>All that the numbers hang on, as a text.</summary>
    public string Text => FormattableString.Invariant($"{Subset} {Grid} {Steps} {string.Join(' ', RoadShares)} {Sensitivities} {Squares}");
}
