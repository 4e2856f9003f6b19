namespace Ucam.Metrics;

/// <summary>
/// Questions as they are mixed with shifted ones, such as 90/10 and 50/50 (Dancette et al. 2023): the same seed gives the same mixture.
/// </summary>
internal static class Mixture
{
    private const double Rounding = 1e-9;

    /// <summary>
    /// A mixture of questions that exist as they are and shifted, such as with a blurred picture: each question once, a share of them shifted,
    /// in the order given.
    /// </summary>
    /// <param name="clean">One row a question.</param>
    /// <param name="shifted">The shifted rows of the same questions in the same order.</param>
    /// <param name="share">Share of shifted rows, in [0,1], to the nearest whole number of questions.</param>
    /// <param name="seed">Seed of the choice.</param>
    /// <exception cref="ArgumentException">The lengths differ or the share is out of range.</exception>
    public static T[] OfPairs<T>(IReadOnlyList<T> clean, IReadOnlyList<T> shifted, double share, int seed)
    {
        MetricInput.SameLength(clean.Count, shifted.Count, nameof(shifted));
        MetricInput.Share([share], nameof(share));
        int[] order = [.. Enumerable.Range(0, clean.Count)];
        new Random(seed).Shuffle(order);
        T[] rows = [.. clean];
        foreach (int i in order.AsSpan(0, Part(clean.Count, share))) rows[i] = shifted[i];
        return rows;
    }

    /// <summary>
    /// A mixture of rows from two sets: the clean ones first. No row is drawn a second time before all rows of its set were drawn once.
    /// </summary>
    /// <param name="clean">Rows of one set.</param>
    /// <param name="shifted">Rows of another.</param>
    /// <param name="share">Share of rows from the other, in [0,1], to the nearest whole number.</param>
    /// <param name="count">Number of rows, ≥ 0; null for the most that need no repetition.</param>
    /// <param name="seed">Seed of the choice.</param>
    /// <exception cref="ArgumentException">A value is out of range, or a set without rows is drawn from.</exception>
    public static T[] OfSets<T>(IReadOnlyList<T> clean, IReadOnlyList<T> shifted, double share, int? count, int seed)
    {
        MetricInput.Share([share], nameof(share));
        int rows = count ?? MostWithoutRepetition(clean.Count, shifted.Count, share), others = Part(rows, share);
        ArgumentOutOfRangeException.ThrowIfNegative(rows, nameof(count));
        var random = new Random(seed);
        return [.. Draw(clean, rows - others, random), .. Draw(shifted, others, random)];
    }

    private static int MostWithoutRepetition(int clean, int shifted, double share)
    {
        double most = share == 0 ? clean : share == 1 ? shifted : Math.Min(clean / (1 - share), shifted / share);
        int rows = (int)(most + Rounding);
        while (Part(rows, share) > shifted || rows - Part(rows, share) > clean) rows--;
        return rows;
    }

    private static int Part(int count, double share) => (int)Math.Round(count * share, MidpointRounding.AwayFromZero);

    private static IEnumerable<T> Draw<T>(IReadOnlyList<T> rows, int count, Random random)
    {
        if (count > 0 && rows.Count == 0) throw new ArgumentException($"{count} rows of a set without rows.", nameof(count));
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        for (int drawn = 0; drawn < count; drawn += order.Length)
        {
            random.Shuffle(order);
            foreach (int i in order.Take(count - drawn)) yield return rows[i];
        }
    }
}
