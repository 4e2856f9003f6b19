namespace Ucam.Metrics;

/// <summary>
/// How badly a label fits a row of class probabilities, the worse the higher. A set holds the labels whose score is at most a threshold.
/// Labels are taken in order of their probability, equal ones by their number. The uniform number u in [0,1) of a question randomises
/// scores, one number for all of its labels; 1 everywhere is the form without chance, which gives sets that are somewhat larger.
/// </summary>
internal interface IConformalScore
{
    /// <summary>The name it is told and stored by.</summary>
    string Name { get; }

    /// <summary>The scores of all labels.</summary>
    /// <param name="row">Class probabilities, each in [0,1].</param>
    /// <param name="order">The labels, the most probable first (<see cref="RankedLabels"/>).</param>
    /// <param name="u">The question's uniform number, in [0,1].</param>
    /// <param name="scores">One score a label; overwritten.</param>
    void Score(ReadOnlySpan<double> row, ReadOnlySpan<int> order, double u, Span<double> scores);

    /// <summary>The score of one label.</summary>
    /// <param name="row">Class probabilities, each in [0,1].</param>
    /// <param name="label">0 ≤ label &lt; K.</param>
    /// <param name="u">The question's uniform number, in [0,1]; 1 for the form without chance.</param>
    /// <exception cref="ArgumentException">A probability or u is outside [0,1], or the label is no class.</exception>
    double Score(ReadOnlySpan<double> row, int label, double u)
    {
        MetricInput.Share([u], nameof(u));
        if ((uint)label >= (uint)row.Length) throw new ArgumentException($"Label {label} is not one of {row.Length} classes.", nameof(label));
        var scores = new double[row.Length];
        Score(row, RankedLabels.Of(row), u, scores);
        return scores[label];
    }
}
