namespace Ucam.Numbers;

/// <summary>The stretch of a batch that one of several processes works on; never empty, so that every process makes the same calls.</summary>
/// <param name="Start">Its first sample, from 0.</param>
/// <param name="Count">Samples that are worked on, ≥ 1.</param>
/// <param name="Whole">Samples of the batch, ≥ 1.</param>
internal readonly record struct BatchPart(int Start, int Count, int Whole)
{
    /// <summary>How many of its samples count; 0 where the batch has fewer than there are processes, and this one works on one for nothing.</summary>
    public int Counted { get; private init; } = Count;

    /// <summary>The share of the batch's mean that its own mean has, in [0,1].</summary>
    public double Weight => (double)Counted / Whole;

    /// <summary>A shard's stretch of a batch.</summary>
    public static BatchPart Of(Shard shard, int whole)
    {
        (int start, int length) = shard.Of(whole, 1);
        return length > 0 ? new BatchPart(start, length, whole) : new BatchPart(Math.Min(start, whole - 1), 1, whole) { Counted = 0 };
    }
}
