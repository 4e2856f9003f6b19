namespace Ucam.Vqa;

/// <summary>How a model is tested.</summary>
public sealed record EvaluationOptions
{
    /// <summary>T, dropout passes, 0 to 10,000; 0 is one pass without dropout, whose doubt is not parted into data and model.</summary>
    [From(0, 10_000)]
    public int Passes { get; init; } = 50;

    /// <summary>Which dropout sites are on.</summary>
    public McMode Mode { get; init; } = McMode.Head;

    /// <summary>Drives the dropout masks.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Whether the products of the passes from the pooled vector on take bfloat16: faster, and a little less exact (docs/performance.md).
    /// </summary>
    internal bool ShortPasses { get; init; }

    /// <summary>Pictures held in memory at once, ≥ 1.</summary>
    [AtLeast(1)]
    public int PicturesAtOnce { get; init; } = 64;

    /// <summary>Whether each result keeps p̄ over the vocabulary.</summary>
    public bool KeepDistributions { get; init; }

    /// <summary>
    /// Whether the attention is compared with people's maps, where the set has them; false by default, since drawing the maps takes time.
    /// </summary>
    public bool PeopleMaps { get; init; }

    /// <summary>
    /// The first so many questions of the set get an earth mover's distance, ≥ 0; 0 by default, since each takes milliseconds. Needs
    /// <see cref="PeopleMaps"/>.
    /// </summary>
    [AtLeast(0)]
    public int DistancedMaps { get; init; }

    /// <summary>Whether each result keeps its certainty signals.</summary>
    internal bool KeepSignals { get; init; }

    /// <summary>The stretch of the pictures, in whole batches, that is asked about; the results of the others are null. Null for all.</summary>
    internal Shard? Shard { get; init; }
}
