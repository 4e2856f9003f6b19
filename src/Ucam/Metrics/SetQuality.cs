namespace Ucam.Metrics;

/// <summary>How often sets of answers hold the right one, and how large they are.</summary>
/// <param name="Questions">Number of questions.</param>
/// <param name="Coverage">Share of sets that hold the right answer, in [0,1]; NaN for no questions.</param>
/// <param name="MeanSize">Mean number of answers in a set; NaN for no questions.</param>
/// <param name="Single">Share of sets of one answer; NaN for no questions.</param>
/// <param name="Empty">Share of empty sets; NaN for no questions.</param>
internal sealed record SetQuality(int Questions, double Coverage, double MeanSize, double Single, double Empty)
{
    /// <summary>Over all questions.</summary>
    /// <param name="sets">One set a question.</param>
    /// <param name="labels">The right label of each; −1 for one that is no class, which no set holds.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static SetQuality Of(IReadOnlyList<int[]> sets, ReadOnlySpan<int> labels)
    {
        MetricInput.SameLength(sets.Count, labels.Length, nameof(labels));
        double n = sets.Count;
        int covered = 0;
        for (int i = 0; i < labels.Length; i++)
            if (sets[i].Contains(labels[i])) covered++;
        return new(sets.Count, covered / n, sets.Sum(set => (double)set.Length) / n, sets.Count(set => set.Length == 1) / n,
            sets.Count(set => set.Length == 0) / n);
    }

    /// <summary>In each group, the groups by name.</summary>
    /// <param name="sets">One set a question.</param>
    /// <param name="labels">The right label of each; −1 for one that is no class.</param>
    /// <param name="groups">The group of each.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static IReadOnlyDictionary<string, SetQuality> ByGroup(IReadOnlyList<int[]> sets, ReadOnlySpan<int> labels, IReadOnlyList<string> groups)
    {
        MetricInput.SameLength(sets.Count, labels.Length, nameof(labels));
        MetricInput.SameLength(sets.Count, groups.Count, nameof(groups));
        int[] right = labels.ToArray();
        return new SortedDictionary<string, SetQuality>(Enumerable.Range(0, right.Length).GroupBy(i => groups[i])
            .ToDictionary(group => group.Key, group => Of([.. group.Select(i => sets[i])], [.. group.Select(i => right[i])])),
            StringComparer.Ordinal);
    }
}
