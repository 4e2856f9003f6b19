namespace Ucam.Metrics;

/// <summary>Thresholds of conformal sets from the scores that the right answers of held-out questions have.</summary>
internal static class ConformalCalibration
{
    /// <summary>
    /// The scores of the right answers. A label of −1 stands for a right answer that is none of the classes: its score is infinite, no set
    /// but that of all labels counts as holding it, and too many of them leave no threshold.
    /// </summary>
    /// <param name="score">The score.</param>
    /// <param name="probabilities">One row of K probabilities a question.</param>
    /// <param name="labels">The right class of each, −1 ≤ label &lt; K.</param>
    /// <param name="seed">Seed of the uniform numbers; null for the form without chance.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, a probability is outside [0,1], or a label is no class.</exception>
    public static double[] Scores(IConformalScore score, IReadOnlyList<double[]> probabilities, ReadOnlySpan<int> labels, int? seed)
    {
        MetricInput.SameLength(probabilities.Count, labels.Length, nameof(labels));
        int classes = Rows.Width(probabilities, nameof(probabilities));
        Random? random = seed is int start ? new Random(start) : null;
        var scores = new double[labels.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            if (labels[i] < -1 || labels[i] >= classes)
                throw new ArgumentException($"Label {labels[i]} is not one of {classes} classes.", nameof(labels));
            double u = random?.NextDouble() ?? 1;
            scores[i] = labels[i] < 0 ? double.PositiveInfinity : score.Score(probabilities[i], labels[i], u);
        }
        return scores;
    }

    /// <summary>One threshold for all questions.</summary>
    /// <param name="scores">The scores of the right answers.</param>
    /// <param name="alpha">Share of questions that may be missed, in (0,1).</param>
    /// <exception cref="ArgumentException">A score is NaN or α is out of range.</exception>
    public static ConformalThresholds Pooled(ReadOnlySpan<double> scores, double alpha) =>
        new(alpha, ConformalQuantile.Of(scores, alpha), scores.Length, new Dictionary<string, GroupThreshold>());

    /// <summary>
    /// One threshold a group (Mondrian, Vovk et al. 2005), so that each is covered. Groups with too few questions take the pooled threshold,
    /// which promises them nothing by themselves, and say so.
    /// </summary>
    /// <param name="scores">The scores of the right answers.</param>
    /// <param name="groups">The group of each question.</param>
    /// <param name="alpha">Share of questions that may be missed, in (0,1).</param>
    /// <param name="minimum">Fewest questions of a group with a threshold of its own; at least ⌈1/α⌉ − 1 are asked for in any case.</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is NaN or α is out of range.</exception>
    public static ConformalThresholds Mondrian(ReadOnlySpan<double> scores, IReadOnlyList<string> groups, double alpha, int minimum = 0)
    {
        ConformalThresholds pooled = Pooled(scores, alpha);
        int fewest = Math.Max(minimum, ConformalQuantile.Fewest(alpha));
        return pooled with
        {
            Groups = ByGroup(scores, groups).ToDictionary(group => group.Key, group => group.Value.Length < fewest
                ? new GroupThreshold(pooled.Threshold, group.Value.Length, ThresholdSource.Pooled)
                : new GroupThreshold(ConformalQuantile.Of(group.Value, alpha), group.Value.Length, ThresholdSource.Group)),
        };
    }

    /// <summary>The scores of each group, the groups by name.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static SortedDictionary<string, double[]> ByGroup(ReadOnlySpan<double> scores, IReadOnlyList<string> groups)
    {
        MetricInput.SameLength(scores.Length, groups.Count, nameof(groups));
        double[] all = scores.ToArray();
        return new(all.Select((score, i) => (score, Group: groups[i])).GroupBy(entry => entry.Group, entry => entry.score)
            .ToDictionary(group => group.Key, group => group.ToArray()), StringComparer.Ordinal);
    }
}
