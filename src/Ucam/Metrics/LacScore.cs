namespace Ucam.Metrics;

/// <summary>
/// Least ambiguous sets (Sadinle, Lei and Wasserman 2019): 1 − p of the label, so that a set holds the labels of at least a probability. The
/// smallest sets on average; hard questions are covered less often than easy ones. Chance plays no part in it.
/// </summary>
internal sealed record LacScore : IConformalScore
{
    /// <inheritdoc/>
    public string Name => "LAC";

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<double> row, ReadOnlySpan<int> order, double u, Span<double> scores)
    {
        for (int label = 0; label < row.Length; label++) scores[label] = 1 - row[label];
    }
}
