namespace Ucam.Metrics;

/// <summary>
/// Regularised adaptive sets (Angelopoulos, Bates, Malik and Jordan 2021): the score of <see cref="ApsScore"/> and a penalty
/// for each label past the first few, which keeps the long tail of improbable labels out.
/// </summary>
/// <param name="Penalty">λ for each further label, ≥ 0 and finite.</param>
/// <param name="Free">k: so many labels cost nothing, ≥ 0.</param>
internal sealed record RapsScore(double Penalty = 0.01, int Free = 2) : IConformalScore
{
    /// <summary>λ for each further label.</summary>
    public double Penalty { get; } = Penalty is >= 0 and < double.PositiveInfinity
        ? Penalty : throw new ArgumentOutOfRangeException(nameof(Penalty), Penalty, "A penalty is finite and not negative.");

    /// <summary>So many labels cost nothing.</summary>
    public int Free { get; } = Free >= 0 ? Free : throw new ArgumentOutOfRangeException(nameof(Free), Free, "A number of labels is not negative.");

    /// <inheritdoc/>
    public string Name => "RAPS";

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<double> row, ReadOnlySpan<int> order, double u, Span<double> scores)
    {
        double before = 0;
        for (int rank = 1; rank <= order.Length; rank++)
        {
            int label = order[rank - 1];
            scores[label] = before + u * row[label] + Penalty * Math.Max(0, rank - Free);
            before += row[label];
        }
    }
}
