namespace Ucam.Metrics;

/// <summary>
/// The area under the risk–coverage curve of the population (Zhou, Van Landeghem, Popordanoska and Blaschko 2025): E[loss · −ln(1 − G)], with
/// G the share of questions that are less sure. Its estimators weight the loss of the question of rank r, 1 for the least sure of n, by a
/// plug-in for −ln(1 − G). The harmonic weight H_n − H_(n−r), the mean of that term at rank r, makes
/// <see cref="SelectivePrediction.Aurc"/>, which is above the population's area by 1/n of the risk that selection removes:
/// (R(all) − R(surest))/n. Equal confidences share the mean weight of their ranks.
/// </summary>
internal static class PopulationAurc
{
    /// <summary>The estimator with the weights −ln(1 − r/(n + 1)), below the harmonic ones by less than 1/(n − r + 1) each.</summary>
    /// <param name="uncertainty">One value a sample, higher is less sure.</param>
    /// <param name="loss">One value a sample, such as 1 − accuracy.</param>
    /// <returns>NaN for no samples.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a value is NaN.</exception>
    public static double Logarithmic(ReadOnlySpan<double> uncertainty, ReadOnlySpan<double> loss) =>
        Weighted(uncertainty, loss, static (fromSurest, n) => -Math.Log(fromSurest / (n + 1.0)));

    /// <summary>The estimator with the weights H_n − H_(n−r): the same as <see cref="SelectivePrediction.Aurc"/>, by the weights.</summary>
    /// <param name="uncertainty">One value a sample, higher is less sure.</param>
    /// <param name="loss">One value a sample, such as 1 − accuracy.</param>
    /// <returns>NaN for no samples.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a value is NaN.</exception>
    public static double Harmonic(ReadOnlySpan<double> uncertainty, ReadOnlySpan<double> loss)
    {
        var harmonic = new double[uncertainty.Length + 1];
        for (int k = 1; k < harmonic.Length; k++) harmonic[k] = harmonic[k - 1] + 1.0 / k;
        return Weighted(uncertainty, loss, (fromSurest, n) => harmonic[n] - harmonic[fromSurest - 1]);
    }

    private static double Weighted(ReadOnlySpan<double> uncertainty, ReadOnlySpan<double> loss, Func<int, int, double> weight)
    {
        MetricInput.SameLength(uncertainty.Length, loss.Length, nameof(loss));
        MetricInput.NoNaN(uncertainty, nameof(uncertainty));
        MetricInput.NoNaN(loss, nameof(loss));
        int[] order = Ranks.Order(uncertainty);
        double sum = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = Ranks.RunEnd(uncertainty, order, start);
            double weights = 0, losses = 0;
            for (int i = start; i < end; i++)
            {
                weights += weight(i + 1, order.Length);
                losses += loss[order[i]];
            }
            sum += weights * losses / (end - start);
            start = end;
        }
        return sum / order.Length;
    }
}
