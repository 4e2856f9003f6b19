using MathNet.Numerics;

namespace Ucam.Metrics;

/// <summary>What a Friedman test says.</summary>
/// <param name="Blocks">Number of blocks N.</param>
/// <param name="ChiSquared">Friedman's χ², corrected for ties.</param>
/// <param name="ChiSquaredP">Its p value at k − 1 degrees of freedom.</param>
/// <param name="F">Iman and Davenport's F = (N − 1)χ² / (N(k − 1) − χ²); infinite where all blocks agree.</param>
/// <param name="FP">Its p value at k − 1 and (k − 1)(N − 1) degrees of freedom; less conservative than that of χ².</param>
/// <param name="AverageRanks">The mean rank of each treatment, 1 for the best, in the order of the columns.</param>
internal sealed record FriedmanResult(int Blocks, double ChiSquared, double ChiSquaredP, double F, double FP, double[] AverageRanks);

/// <summary>Whether several treatments differ at all, over the same blocks (Friedman 1937; Demšar 2006, section 3.2.2).</summary>
internal static class Friedman
{
    /// <summary>
    /// Ranks the treatments in each block, equal scores sharing the mean of their ranks, and tests whether the mean ranks
    /// differ: χ² = (k − 1)·Σ_j (R_j − N(k+1)/2)² / Σ_ij (r_ij − (k+1)/2)² with the rank sums R_j (Conover 1999, section 5.8).
    /// </summary>
    /// <param name="scores">One row a block, such as a data set or a seed; one column a treatment, such as a method.</param>
    /// <param name="higherIsBetter">Whether the highest score gets rank 1, or the lowest.</param>
    /// <returns>NaN statistics below two blocks or treatments. Where all scores of every block are equal, 0 with p = 1.</returns>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    public static FriedmanResult Test(double[,] scores, bool higherIsBetter = true)
    {
        ArgumentNullException.ThrowIfNull(scores);
        int blocks = scores.GetLength(0), treatments = scores.GetLength(1);
        double middle = (treatments + 1) / 2.0, within = 0;
        double[] sums = new double[treatments], row = new double[treatments];
        for (int i = 0; i < blocks; i++)
        {
            for (int j = 0; j < treatments; j++) row[j] = higherIsBetter ? -scores[i, j] : scores[i, j];
            MetricInput.NoNaN(row, nameof(scores));
            double[] ranks = Ranks.Average(row);
            for (int j = 0; j < treatments; j++) (sums[j], within) = (sums[j] + ranks[j], within + (ranks[j] - middle) * (ranks[j] - middle));
        }
        double between = sums.Sum(sum => (sum - blocks * middle) * (sum - blocks * middle));
        double[] averages = [.. sums.Select(sum => sum / blocks)];
        if (blocks < 2 || treatments < 2) return new FriedmanResult(blocks, double.NaN, double.NaN, double.NaN, double.NaN, averages);
        if (within == 0) return new FriedmanResult(blocks, 0, 1, 0, 1, averages);
        double degrees = treatments - 1, rest = degrees * (blocks - 1);
        // Sums of half ranks are exact, so full agreement divides by exactly 0.
        double chi = degrees * between / within, f = (blocks - 1) * between / (blocks * within - between);
        return new FriedmanResult(
            blocks, chi, SpecialFunctions.GammaUpperRegularized(degrees / 2, chi / 2),
            f, SpecialFunctions.BetaRegularized(rest / 2, degrees / 2, rest / (rest + degrees * f)), averages);
    }
}
