namespace Ucam.Vqa.Datasets;

/// <summary>SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers on every machine and runtime.</summary>
internal sealed class SetRandom(ulong state)
{
    private ulong _state = state;

    /// <summary>An independent stream for a part of a set (train, test, …), a picture and a purpose.</summary>
    public static SetRandom For(int seed, int part, int picture, int purpose)
    {
        ulong key = Scramble((ulong)(uint)seed * 0x9E3779B97F4A7C15 + 1);
        key = Scramble(key ^ ((ulong)(uint)part + 1) * 0xD1B54A32D192ED03);
        key = Scramble(key ^ (ulong)(uint)picture * 0x8CB92BA72F3D8DD7);
        return new SetRandom(Scramble(key + (ulong)(uint)purpose * 0xAEF17502108EF2D9));
    }

    public ulong Next() => Scramble(_state += 0x9E3779B97F4A7C15);

    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Range(double from, double to) => from + (to - from) * Unit();

    public int Below(int count) => (int)(Unit() * count);

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    /// <summary>An index drawn by weight.</summary>
    public int Weighted(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (double w in weights) sum += w;
        double at = Unit() * sum;
        for (int i = 0; i < weights.Length; i++)
            if ((at -= weights[i]) < 0) return i;
        return weights.Length - 1;
    }

    /// <summary>The items in random order (Fisher and Yates).</summary>
    public T[] Shuffled<T>(IEnumerable<T> items)
    {
        T[] mixed = [.. items];
        for (int i = mixed.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (mixed[i], mixed[j]) = (mixed[j], mixed[i]);
        }
        return mixed;
    }

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    private static ulong Scramble(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
