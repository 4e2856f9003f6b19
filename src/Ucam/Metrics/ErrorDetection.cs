namespace Ucam.Metrics;

/// <summary>How well mistakes are found by their low confidence.</summary>
internal static class ErrorDetection
{
    /// <summary>
    /// Area under the precision–recall curve of mistakes (average precision), the least confident first; a partial loss is a partial mistake.
    /// </summary>
    /// <param name="confidence">One value a sample, higher is surer.</param>
    /// <param name="loss">To what degree each is a mistake, in [0,1].</param>
    /// <returns>In (0,1]; the mean loss where confidence says nothing, NaN where there is no mistake.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a confidence is NaN or a loss is outside [0,1].</exception>
    public static double Aupr(ReadOnlySpan<double> confidence, ReadOnlySpan<double> loss)
    {
        var uncertainty = new double[confidence.Length];
        for (int i = 0; i < uncertainty.Length; i++) uncertainty[i] = -confidence[i];
        return RankingMetrics.AveragePrecision(uncertainty, loss);
    }
}
