namespace Ucam.Numbers;

internal static class Shuffle
{
    /// <summary>A seeded permutation of 0 … count−1, the same for the same seed and epoch.</summary>
    public static int[] Order(int count, int seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(Seeds.Mix(seed, epoch)).Shuffle(order);
        return order;
    }
}

/// <summary>Derives independent seeds from one.</summary>
internal static class Seeds
{
    /// <summary>A well-mixed non-negative seed from two numbers (splitmix64 finaliser, Steele et al. 2014).</summary>
    public static int Mix(int seed, int stream)
    {
        ulong z = unchecked(((ulong)(uint)seed << 32 | (uint)stream) + 0x9E3779B97F4A7C15UL);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return (int)((z ^ (z >> 31)) & 0x7FFFFFFF);
    }
}
