using Ucam.Metrics;

namespace Ucam;

/// <summary>
/// Temperature scaling (Guo et al. 2017): one number T so that softmax(logits / T) is best calibrated by likelihood. Fit it on
/// a held-out split, never on the test split.
/// </summary>
public static class Temperature
{
    /// <summary>The lowest temperature that <see cref="Fit(IReadOnlyList{double[]}, IReadOnlyList{double[]})"/> returns.</summary>
    public const double Lowest = 0.01;

    /// <summary>The highest temperature that <see cref="Fit(IReadOnlyList{double[]}, IReadOnlyList{double[]})"/> returns.</summary>
    public const double Highest = 100;

    private const int Iterations = 100;
    private const double Precision = 1e-12;

    /// <summary>The temperature for true classes.</summary>
    /// <inheritdoc cref="Fit(IReadOnlyList{double[]}, IReadOnlyList{double[]})"/>
    public static double Fit(IReadOnlyList<double[]> logits, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        MetricInput.SameLength(logits.Count, labels.Length, nameof(labels));
        int classes = Rows.Width(logits, nameof(logits));
        foreach (int label in labels)
            if ((uint)label >= (uint)classes) throw new ArgumentException($"Label {label} is not one of {classes} classes.", nameof(labels));
        return Fit(logits, Rows.OneHot(labels, classes));
    }

    /// <summary>
    /// The temperature that minimises the cross-entropy. In β = 1/T the loss is convex, with slope Σ (t·Σ p z − Σ t z) and
    /// curvature Σ Var_p(z): Newton steps, kept inside a shrinking bracket.
    /// </summary>
    /// <param name="logits">One row of K finite logits a sample.</param>
    /// <param name="targets">One row of K weights ≥ 0 a sample.</param>
    /// <returns>From <see cref="Lowest"/> to <see cref="Highest"/>; 1 where no temperature is better than another (no samples, constant
    /// logits).</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, a logit is not finite, or a target is negative.</exception>
    public static double Fit(IReadOnlyList<double[]> logits, IReadOnlyList<double[]> targets)
    {
        Validate(logits, targets);
        double low = 1 / Highest, high = 1 / Lowest, beta = 1;
        double atLow = Slope(logits, targets, low).First, atHigh = Slope(logits, targets, high).First;
        if (atLow == 0 && atHigh == 0) return 1;
        if (atLow >= 0) return Highest;
        if (atHigh <= 0) return Lowest;
        for (int i = 0; i < Iterations && high - low > Precision * beta; i++)
        {
            var (first, second) = Slope(logits, targets, beta);
            if (first == 0) break;
            if (first < 0) low = beta;
            else high = beta;
            double next = beta - first / second;
            bool usable = second > 0 && next > low && next < high;
            if (usable && Math.Abs(next - beta) <= Precision * beta) break;
            beta = usable ? next : (low + high) / 2;
        }
        return 1 / beta;
    }

    private static (double First, double Second) Slope(IReadOnlyList<double[]> logits, IReadOnlyList<double[]> targets, double beta)
    {
        double first = 0, second = 0;
        for (int i = 0; i < logits.Count; i++)
        {
            double top = logits[i].Max(), mass = 0, sum = 0, squares = 0, weight = 0, target = 0;
            for (int k = 0; k < logits[i].Length; k++)
            {
                double z = logits[i][k] - top, e = Math.Exp(beta * z);
                (mass, sum, squares) = (mass + e, sum + e * z, squares + e * z * z);
                (weight, target) = (weight + targets[i][k], target + targets[i][k] * z);
            }
            double mean = sum / mass;
            first += weight * mean - target;
            second += weight * Math.Max(0, squares / mass - mean * mean);
        }
        return (first, second);
    }

    private static void Validate(IReadOnlyList<double[]> logits, IReadOnlyList<double[]> targets)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        MetricInput.SameLength(logits.Count, targets.Count, nameof(targets));
        MetricInput.SameLength(Rows.Width(logits, nameof(logits)), Rows.Width(targets, nameof(targets)), nameof(targets));
        foreach (double[] row in logits) MetricInput.Finite(row, nameof(logits));
        foreach (double[] row in targets)
            foreach (double target in row)
                if (!(target >= 0 && double.IsFinite(target))) throw new ArgumentException($"The target {target} is not a weight.", nameof(targets));
    }
}
