namespace Ucam.Metrics;

/// <summary>How well a score separates two classes: the higher the score, the more likely positive. Order of samples does not matter.</summary>
public static class RankingMetrics
{
    /// <summary>
    /// Area under the ROC curve: the probability that a positive scores above a negative, ties counted half (Mann–Whitney U
    /// by mid-ranks). Constant scores give 0.5.
    /// </summary>
    /// <returns>In [0,1]; NaN where either class is empty.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a score is NaN.</exception>
    public static double Auroc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        Check.SameLength(scores.Length, positive.Length, nameof(positive));
        Check.NoNaN(scores, nameof(scores));
        double[] ranks = Ranks.Average(scores);
        double sum = 0, positives = positive.Count(true), negatives = positive.Length - positives;
        for (int i = 0; i < ranks.Length; i++)
            if (positive[i]) sum += ranks[i];
        return (sum - positives * (positives + 1) / 2) / (positives * negatives);
    }

    /// <summary>
    /// Average precision Σ (Rₙ − Rₙ₋₁)·Pₙ over the distinct scores from the highest down, without interpolation; equal scores
    /// are one step. Constant scores give the share of positives.
    /// </summary>
    /// <returns>In (0,1]; NaN where nothing is positive.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a score is NaN.</exception>
    public static double AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        Check.SameLength(scores.Length, positive.Length, nameof(positive));
        Check.NoNaN(scores, nameof(scores));
        int[] order = Ranks.Order(scores);
        int positives = positive.Count(true), found = positives;
        double sum = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = Ranks.RunEnd(scores, order, start), hits = 0;
            for (int i = start; i < end; i++)
                if (positive[order[i]]) hits++;
            sum += hits * (double)found / (order.Length - start);
            found -= hits;
            start = end;
        }
        return sum / positives;
    }
}
