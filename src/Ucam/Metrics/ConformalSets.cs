namespace Ucam.Metrics;

/// <summary>Sets of answers by a conformal score and its threshold.</summary>
internal static class ConformalSets
{
    /// <summary>The labels of a question's set, the most probable first.</summary>
    /// <param name="score">The score that the threshold was calibrated with.</param>
    /// <param name="row">Class probabilities, each in [0,1].</param>
    /// <param name="threshold">Labels of at most this score are in; null for all labels.</param>
    /// <param name="u">The question's uniform number, in [0,1]; 1 for the form without chance, as in calibration.</param>
    /// <param name="neverEmpty">
    /// Adds the most probable label to an empty set, which can only cover more; without it an empty set says that no label fits.
    /// </param>
    /// <exception cref="ArgumentException">A probability or u is outside [0,1], or the threshold is NaN.</exception>
    public static int[] Of(IConformalScore score, ReadOnlySpan<double> row, double? threshold, double u = 1, bool neverEmpty = true)
    {
        MetricInput.Share([u], nameof(u));
        MetricInput.NoNaN([threshold ?? 0], nameof(threshold));
        int[] order = RankedLabels.Of(row);
        if (threshold is not double limit) return order;
        var scores = new double[row.Length];
        score.Score(row, order, u, scores);
        int[] set = Array.FindAll(order, label => scores[label] <= limit);
        return set.Length == 0 && neverEmpty && order.Length > 0 ? [order[0]] : set;
    }

    /// <summary>The sets of many questions, each by the threshold of its group.</summary>
    /// <param name="score">The score that the thresholds were calibrated with.</param>
    /// <param name="probabilities">One row of K probabilities a question.</param>
    /// <param name="thresholds">The thresholds.</param>
    /// <param name="groups">The group of each question; null where there are none.</param>
    /// <param name="seed">Seed of the uniform numbers, another than that of calibration; null for the form without chance.</param>
    /// <param name="neverEmpty">Adds the most probable label to an empty set.</param>
    /// <exception cref="ArgumentException">Sizes do not fit or a probability is outside [0,1].</exception>
    public static int[][] Of(IConformalScore score, IReadOnlyList<double[]> probabilities, ConformalThresholds thresholds,
        IReadOnlyList<string>? groups = null, int? seed = null, bool neverEmpty = true)
    {
        Rows.Width(probabilities, nameof(probabilities));
        if (groups is not null) MetricInput.SameLength(probabilities.Count, groups.Count, nameof(groups));
        Random? random = seed is int start ? new Random(start) : null;
        return [.. probabilities.Select((row, i) => Of(score, row, thresholds.For(groups?[i]), random?.NextDouble() ?? 1, neverEmpty))];
    }
}
