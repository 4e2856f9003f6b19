namespace Ucam.Explanations.Running;

/// <summary>T networks thinned by dropout: which ones, the seed says.</summary>
internal sealed record Thinning(int Passes, int Seed)
{
    /// <summary>The seed of a part's dropout.</summary>
    public ulong SeedOf(int part) => unchecked((ulong)Seed * 0x9E3779B97F4A7C15 + (ulong)part * 0xBF58476D1CE4E5B9);

    /// <summary>The network of one pass alone.</summary>
    public static Thinning OfPass(int seed, int pass) => new(1, unchecked(seed * 1_000_003 + pass));
}
