namespace Ucam.Explanations.Faithfulness;

/// <summary>
/// Relative input stability (Agarwal et al. 2022, arXiv 2203.06877, definition 1): the change of a map over the change of the input, both relative
/// to what they were, cell by cell; the largest over inputs nearby is taken.
/// </summary>
internal static class RelativeInputStability
{
    private const double Least = 1e-6;

    /// <summary>‖(Φ(x) − Φ(x′))/Φ(x)‖₂ / max(‖(x − x′)/x‖₂, 10⁻⁶); a cell that is 0 counts as 10⁻⁶.</summary>
    /// <param name="input">x.</param>
    /// <param name="moved">x′, as long.</param>
    /// <param name="map">Φ(x).</param>
    /// <param name="movedMap">Φ(x′), as long.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Ratio(ReadOnlySpan<float> input, ReadOnlySpan<float> moved, ReadOnlySpan<float> map, ReadOnlySpan<float> movedMap) =>
        Relative(map, movedMap) / Math.Max(Relative(input, moved), Least);

    private static double Relative(ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        if (from.Length != to.Length) throw new ArgumentException($"{from.Length} values and {to.Length}; give as many.", nameof(to));
        double sum = 0;
        for (int i = 0; i < from.Length; i++) sum += Math.Pow((from[i] - to[i]) / (from[i] == 0 ? Least : from[i]), 2);
        return Math.Sqrt(sum);
    }
}
