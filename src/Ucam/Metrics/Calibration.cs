using Ucam.Metrics;

namespace Ucam;

/// <summary>Whether probabilities mean what they say. Rows are samples; every mean is over samples, NaN for none.</summary>
public static class Calibration
{
    /// <summary>The bins of a reliability diagram, from low to high confidence.</summary>
    /// <param name="confidence">Probability of the given answer, in [0,1].</param>
    /// <param name="correctness">1 for right, 0 for wrong, or the accuracy between.</param>
    /// <param name="bins">Number of bins, ≥ 1.</param>
    /// <param name="kind">How samples are put into bins.</param>
    /// <exception cref="ArgumentException">The lengths differ or a value is outside [0,1].</exception>
    public static IReadOnlyList<ReliabilityBin> ReliabilityDiagram(ReadOnlySpan<double> confidence, ReadOnlySpan<double> correctness, int bins = 15,
        BinKind kind = BinKind.EqualWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        MetricInput.SameLength(confidence.Length, correctness.Length, nameof(correctness));
        MetricInput.Share(confidence, nameof(confidence));
        MetricInput.Share(correctness, nameof(correctness));
        return kind == BinKind.EqualWidth
            ? Reliability.EqualWidth(confidence, correctness, bins) : Reliability.EqualMass(confidence, correctness, bins);
    }

    /// <summary>Expected calibration error Σ_b (n_b/n)·|accuracy_b − confidence_b| (Naeini et al. 2015; Guo et al. 2017), in [0,1].</summary>
    /// <inheritdoc cref="ReliabilityDiagram"/>
    public static double Ece(ReadOnlySpan<double> confidence, ReadOnlySpan<double> correctness, int bins = 15, BinKind kind = BinKind.EqualWidth)
    {
        var diagram = ReliabilityDiagram(confidence, correctness, bins, kind);
        return confidence.IsEmpty ? double.NaN : diagram.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / confidence.Length;
    }

    /// <summary>Classwise ECE (Kull et al. 2019): the mean over classes of the ECE of "it is class k" at probability p_k.</summary>
    /// <param name="probabilities">One row of K probabilities a sample.</param>
    /// <param name="labels">The true class of each, 0 ≤ label &lt; K.</param>
    /// <param name="bins">Number of bins, ≥ 1.</param>
    /// <param name="kind">How samples are put into bins.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, a probability is outside [0,1], or a label is no class.</exception>
    public static double ClasswiseEce(IReadOnlyList<double[]> probabilities, ReadOnlySpan<int> labels, int bins = 15,
        BinKind kind = BinKind.EqualWidth)
    {
        int classes = Rows.CheckLabels(probabilities, labels);
        int[] truth = labels.ToArray();
        return ClasswiseEce(probabilities, classes, (i, k) => truth[i] == k ? 1 : 0, bins, kind);
    }

    /// <summary>Classwise ECE against soft targets: class k is as right as its target t_k, such as the VQA accuracy of answer k.</summary>
    /// <param name="probabilities">One row of K probabilities a sample.</param>
    /// <param name="targets">One row of K targets in [0,1] a sample; they need not sum to 1.</param>
    /// <param name="bins">Number of bins, ≥ 1.</param>
    /// <param name="kind">How samples are put into bins.</param>
    /// <exception cref="ArgumentException">Sizes do not fit or a value is outside [0,1].</exception>
    public static double ClasswiseEce(IReadOnlyList<double[]> probabilities, IReadOnlyList<double[]> targets, int bins = 15,
        BinKind kind = BinKind.EqualWidth)
    {
        int classes = Rows.CheckTargets(probabilities, targets);
        return ClasswiseEce(probabilities, classes, (i, k) => targets[i][k], bins, kind);
    }

    /// <summary>Brier score of one confidence a sample, mean (confidence − correctness)², in [0,1]: the given answer only, not all classes.</summary>
    /// <param name="confidence">Probability of the given answer, in [0,1].</param>
    /// <param name="correctness">1 for right, 0 for wrong, or the accuracy between.</param>
    /// <exception cref="ArgumentException">The lengths differ or a value is outside [0,1].</exception>
    public static double Brier(ReadOnlySpan<double> confidence, ReadOnlySpan<double> correctness)
    {
        MetricInput.SameLength(confidence.Length, correctness.Length, nameof(correctness));
        MetricInput.Share(confidence, nameof(confidence));
        MetricInput.Share(correctness, nameof(correctness));
        double sum = 0;
        for (int i = 0; i < confidence.Length; i++) sum += (confidence[i] - correctness[i]) * (confidence[i] - correctness[i]);
        return sum / confidence.Length;
    }

    /// <summary>Brier score, mean Σ_k (p_k − [k = label])² (Brier 1950, over all classes), in [0,2].</summary>
    /// <exception cref="ArgumentException">Sizes do not fit, a probability is outside [0,1], or a label is no class.</exception>
    public static double Brier(IReadOnlyList<double[]> probabilities, ReadOnlySpan<int> labels) =>
        Brier(probabilities, Rows.OneHot(labels, Rows.CheckLabels(probabilities, labels)));

    /// <summary>Brier score against soft targets, mean Σ_k (p_k − t_k)², in [0,2].</summary>
    /// <exception cref="ArgumentException">Sizes do not fit or a value is outside [0,1].</exception>
    public static double Brier(IReadOnlyList<double[]> probabilities, IReadOnlyList<double[]> targets) =>
        Rows.Mean(probabilities, targets, static (p, t) => (p - t) * (p - t));

    /// <summary>Negative log-likelihood, mean −ln p_label, in nats; infinite where a true class has probability 0.</summary>
    /// <exception cref="ArgumentException">Sizes do not fit, a probability is outside [0,1], or a label is no class.</exception>
    public static double NegativeLogLikelihood(IReadOnlyList<double[]> probabilities, ReadOnlySpan<int> labels) =>
        NegativeLogLikelihood(probabilities, Rows.OneHot(labels, Rows.CheckLabels(probabilities, labels)));

    /// <summary>Cross-entropy against soft targets, mean −Σ_k t_k ln p_k, in nats; a target of 0 adds nothing.</summary>
    /// <exception cref="ArgumentException">Sizes do not fit or a value is outside [0,1].</exception>
    public static double NegativeLogLikelihood(IReadOnlyList<double[]> probabilities, IReadOnlyList<double[]> targets) =>
        Rows.Mean(probabilities, targets, static (p, t) => t == 0 ? 0 : -t * Math.Log(p));

    private static double ClasswiseEce(IReadOnlyList<double[]> probabilities, int classes, Func<int, int, double> target, int bins, BinKind kind)
    {
        double[] confidence = new double[probabilities.Count], correctness = new double[probabilities.Count];
        double sum = 0;
        for (int k = 0; k < classes; k++)
        {
            for (int i = 0; i < confidence.Length; i++) (confidence[i], correctness[i]) = (probabilities[i][k], target(i, k));
            sum += Ece(confidence, correctness, bins, kind);
        }
        return sum / classes;
    }
}
