namespace Ucam.Metrics;

/// <summary>
/// Sorted adaptive sets (Huang, Xi, Zhang, Yao, Qiu and Wei 2024): of the probabilities only the largest counts, the labels after
/// it by their rank: u·p₁ for the first, p₁ + (rank − 2 + u)·λ for the others.
/// </summary>
/// <param name="Weight">λ of a rank, &gt; 0 and finite.</param>
internal sealed record SapsScore(double Weight = 0.1) : IConformalScore
{
    /// <summary>λ of a rank.</summary>
    public double Weight { get; } = Weight is > 0 and < double.PositiveInfinity
        ? Weight : throw new ArgumentOutOfRangeException(nameof(Weight), Weight, "The weight of a rank is finite and above 0.");

    /// <inheritdoc/>
    public string Name => "SAPS";

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<double> row, ReadOnlySpan<int> order, double u, Span<double> scores)
    {
        for (int rank = 1; rank <= order.Length; rank++)
            scores[order[rank - 1]] = rank == 1 ? u * row[order[0]] : row[order[0]] + (rank - 2 + u) * Weight;
    }
}
