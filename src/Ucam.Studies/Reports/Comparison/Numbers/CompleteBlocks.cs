namespace Ucam.Studies.Reports.Comparison.Numbers;

/// <summary>
/// The blocks in which every variant is there, so that variants are compared over the same methods and seeds. A variant that is
/// missing in more than half of the blocks is left out and named, so that it does not take the others' blocks away.
/// </summary>
/// <param name="Variants">The variants compared.</param>
/// <param name="LeftOut">The variants left out.</param>
/// <param name="Blocks">The complete blocks.</param>
/// <param name="All">How many blocks there should be.</param>
internal sealed record CompleteBlocks(IReadOnlyList<string> Variants, IReadOnlyList<string> LeftOut, IReadOnlyList<SeedBlock> Blocks, int All)
{
    /// <summary>Finds them.</summary>
    /// <param name="variants">All variants.</param>
    /// <param name="blocks">All blocks.</param>
    /// <param name="has">Whether a block has a variant.</param>
    public static CompleteBlocks Of(IReadOnlyList<string> variants, IReadOnlyList<SeedBlock> blocks, Func<SeedBlock, string, bool> has)
    {
        SeedBlock[] used = [.. blocks.Where(block => variants.Any(variant => has(block, variant)))];
        string[] kept =
            [.. variants.Where(variant => used.Count(block => has(block, variant)) is var count && count > 0 && 2 * count >= used.Length)];
        return new CompleteBlocks(kept, [.. variants.Except(kept)], [.. used.Where(block => kept.All(variant => has(block, variant)))], blocks.Count);
    }

    /// <summary>How many blocks there are and which variants are left out, in words.</summary>
    public string InWords()
    {
        string count = Blocks.Count == All
            ? $"{All} blocks of method and seed" : $"{Blocks.Count} of {All} blocks of method and seed, those in which no variant is missing";
        return LeftOut.Count == 0 ? count : $"{count}; without {Words.Names(LeftOut)}, missing in more than half of them";
    }
}
