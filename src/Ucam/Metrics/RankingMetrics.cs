using Ucam.Metrics;

namespace Ucam;

/// <summary>
/// How well a score separates two classes: the higher the score, the more likely positive. Order of samples does not matter. A
/// sample may be positive to a degree s in [0,1], such as its VQA accuracy or its loss: it stands for s positives and 1 − s
/// negatives of one score. Degrees of 0 and 1 give the usual metrics.
/// </summary>
public static class RankingMetrics
{
    /// <summary>
    /// Area under the ROC curve: the probability that a positive scores above a negative, ties counted half (Mann–Whitney U).
    /// Constant scores give 0.5.
    /// </summary>
    /// <returns>In [0,1]; NaN where either class is empty.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a score is NaN.</exception>
    public static double Auroc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive) => Auroc(scores, Degrees(positive));

    /// <summary>
    /// Area under the ROC curve with degrees: Σ_ij s_i (1 − s_j) [x_i &gt; x_j, half if equal] over Σ_ij s_i (1 − s_j). The best
    /// order reaches less than 1 where a sample is neither wholly positive nor wholly negative.
    /// </summary>
    /// <param name="scores">One score a sample.</param>
    /// <param name="positive">To what degree each sample is positive, in [0,1].</param>
    /// <returns>In [0,1]; NaN where either class has no mass.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a score is NaN or a degree is outside [0,1].</exception>
    public static double Auroc(ReadOnlySpan<double> scores, ReadOnlySpan<double> positive)
    {
        CheckSamples(scores, positive);
        int[] order = Ranks.Order(scores);
        double positives = 0, negatives = 0, pairs = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = Ranks.RunEnd(scores, order, start);
            double hits = Mass(positive, order, start, end), misses = end - start - hits;
            pairs += hits * (negatives + misses / 2);
            (positives, negatives, start) = (positives + hits, negatives + misses, end);
        }
        return pairs / (positives * negatives);
    }

    /// <summary>
    /// Average precision Σ (Rₙ − Rₙ₋₁)·Pₙ over the distinct scores from the highest down, without interpolation; equal scores
    /// are one step. Constant scores give the share of positives.
    /// </summary>
    /// <returns>In (0,1]; NaN where nothing is positive.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a score is NaN.</exception>
    public static double AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive) => AveragePrecision(scores, Degrees(positive));

    /// <summary>Average precision with degrees: recall is of the sum of degrees, precision is the mean degree of what is found.</summary>
    /// <param name="scores">One score a sample.</param>
    /// <param name="positive">To what degree each sample is positive, in [0,1].</param>
    /// <returns>In (0,1]; NaN where nothing is positive.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a score is NaN or a degree is outside [0,1].</exception>
    public static double AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<double> positive)
    {
        CheckSamples(scores, positive);
        int[] order = Ranks.Order(scores);
        double positives = Mass(positive, order, 0, order.Length), found = positives, sum = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = Ranks.RunEnd(scores, order, start);
            double hits = Mass(positive, order, start, end);
            sum += hits * found / (order.Length - start);
            (found, start) = (found - hits, end);
        }
        return sum / positives;
    }

    private static double[] Degrees(ReadOnlySpan<bool> positive)
    {
        var degrees = new double[positive.Length];
        for (int i = 0; i < degrees.Length; i++) degrees[i] = positive[i] ? 1 : 0;
        return degrees;
    }

    private static void CheckSamples(ReadOnlySpan<double> scores, ReadOnlySpan<double> positive)
    {
        MetricInput.SameLength(scores.Length, positive.Length, nameof(positive));
        MetricInput.NoNaN(scores, nameof(scores));
        MetricInput.Share(positive, nameof(positive));
    }

    private static double Mass(ReadOnlySpan<double> positive, int[] order, int start, int end)
    {
        double sum = 0;
        for (int i = start; i < end; i++) sum += positive[order[i]];
        return sum;
    }
}
