namespace Ucam.Metrics;

/// <summary>Summaries of how a score moves under perturbation.</summary>
internal static class PerturbationCurve
{
    /// <summary>
    /// Area under scores at equal steps from 0 to 1 by the trapezium rule, as for insertion and deletion (Petsiuk et al., BMVC 2018).
    /// </summary>
    /// <param name="scores">At least two, finite.</param>
    /// <exception cref="ArgumentException">There are fewer, or one is not finite.</exception>
    public static double Area(ReadOnlySpan<double> scores)
    {
        if (scores.Length < 2) throw new ArgumentException("A curve needs at least two points.", nameof(scores));
        MetricInput.Finite(scores, nameof(scores));
        double sum = -(scores[0] + scores[^1]) / 2;
        foreach (double score in scores) sum += score;
        return sum / (scores.Length - 1);
    }

    /// <summary>
    /// Infidelity (Yeh et al., NeurIPS 2019, definition 2.1): the mean of (IᵀΦ − (f(x) − f(x − I)))² over perturbations, and the same
    /// after Φ is multiplied by the number that makes it least, E[IᵀΦ·Δ] / E[(IᵀΦ)²], which maps without a unit need.
    /// </summary>
    /// <param name="predicted">IᵀΦ for each perturbation, finite.</param>
    /// <param name="drops">Δ = f(x) − f(x − I), as many, finite.</param>
    /// <returns>Both ≥ 0; lower is better.</returns>
    /// <exception cref="ArgumentException">There are no perturbations, the numbers differ, or a value is not finite.</exception>
    public static (double Plain, double BestScale) Infidelity(ReadOnlySpan<double> predicted, ReadOnlySpan<double> drops)
    {
        MetricInput.SameLength(predicted.Length, drops.Length, nameof(drops));
        if (predicted.Length == 0) throw new ArgumentException("There are no perturbations.", nameof(predicted));
        MetricInput.Finite(predicted, nameof(predicted));
        MetricInput.Finite(drops, nameof(drops));
        double products = 0, squares = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            products += predicted[i] * drops[i];
            squares += predicted[i] * predicted[i];
        }
        return (MeanSquare(predicted, drops, 1), MeanSquare(predicted, drops, squares == 0 ? 0 : products / squares));
    }

    private static double MeanSquare(ReadOnlySpan<double> predicted, ReadOnlySpan<double> drops, double scale)
    {
        double sum = 0;
        for (int i = 0; i < predicted.Length; i++) sum += Math.Pow(scale * predicted[i] - drops[i], 2);
        return sum / predicted.Length;
    }
}
