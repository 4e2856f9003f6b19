using System.Globalization;

namespace Ucam;

/// <summary>A part of a work that several machines share. Which part holds what depends on nothing but the work and the parts' number.</summary>
/// <param name="Index">Which part, 1 to <paramref name="Count"/>.</param>
/// <param name="Count">How many parts there are.</param>
internal readonly record struct Shard(int Index, int Count)
{
    private const int Most = 100_000;

    /// <summary>The part that "2/8" names; null where it names none.</summary>
    public static Shard? Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2 && Whole(parts[0]) is { } index && Whole(parts[1]) is { } count && index <= count ? new Shard(index, count) : null;
    }

    /// <summary>What of some pieces belongs to a part, of pieces that are dealt out in turn; all where there is no part.</summary>
    public static IEnumerable<T> PartOf<T>(Shard? shard, IEnumerable<T> pieces) =>
        shard is { } part ? pieces.Where((_, number) => part.Has(number)) : pieces;

    /// <summary>What is wrong with it for items that are worked on block by block; null where every part has some.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="block">Items of a block, above 0.</param>
    /// <param name="what">What they are: "pictures".</param>
    public string? TooMany(int items, int block, string what)
    {
        long most = (items + (long)block - 1) / block;
        if (Count <= most) return null;
        return $"--shard is {this}; {items} {what} in batches of {block} have {(most == 1 ? "1 part" : $"{most} parts")} at most.";
    }

    /// <summary>Whether a piece belongs to it, of pieces that are dealt out in turn.</summary>
    /// <param name="piece">The piece's number, from 0.</param>
    public bool Has(int piece) => piece % Count == Index - 1;

    /// <summary>Its stretch of items that are worked on block by block; a block is never split.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="block">Items of a block, above 0.</param>
    public (int Start, int Length) Of(int items, int block)
    {
        int start = Edge(Index - 1, items, block), end = Edge(Index, items, block);
        return (start, end - start);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    private int Edge(int index, int items, int block)
    {
        long blocks = (items + (long)block - 1) / block;
        return (int)Math.Min(items, blocks * index / Count * block);
    }

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= Most ? number : null;
}
