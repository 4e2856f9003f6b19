namespace Ucam.Metrics;

/// <summary>
/// Adaptive prediction sets (Romano, Sesia and Candès 2020): the probability of the labels before this one and u times its own. Sets grow
/// with the doubt of a question; they are larger than those of <see cref="LacScore"/>.
/// </summary>
internal sealed record ApsScore : IConformalScore
{
    /// <inheritdoc/>
    public string Name => "APS";

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<double> row, ReadOnlySpan<int> order, double u, Span<double> scores)
    {
        double before = 0;
        foreach (int label in order)
        {
            scores[label] = before + u * row[label];
            before += row[label];
        }
    }
}
