using MathNet.Numerics;

namespace Ucam.Metrics;

/// <summary>Wilcoxon's signed-rank test (1945) of differences that are symmetric about 0.</summary>
internal static class SignedRank
{
    private const int MostForExact = 25;

    /// <summary>The two-sided p value; 1 where every difference is 0, NaN for none.</summary>
    public static double P(ReadOnlySpan<double> differences)
    {
        if (differences.IsEmpty) return double.NaN;
        double[] kept = [.. differences.ToArray().Where(d => d != 0)];
        if (kept.Length == 0) return 1;
        double[] ranks = Ranks.Average([.. kept.Select(Math.Abs)]);
        double positive = kept.Zip(ranks, (d, rank) => d > 0 ? rank : 0).Sum();
        double smaller = Math.Min(positive, ranks.Sum() - positive);
        return kept.Length <= MostForExact ? Exact(ranks, smaller) : Normal(ranks, smaller);
    }

    /// <summary>Counts the choices of signs by their rank sum; by symmetry both tails are equal.</summary>
    private static double Exact(double[] ranks, double smaller)
    {
        // Twice a mean rank is whole.
        int[] steps = [.. ranks.Select(rank => (int)(2 * rank))];
        var ways = new double[steps.Sum() + 1];
        ways[0] = 1;
        foreach (int step in steps)
            for (int sum = ways.Length - 1; sum >= step; sum--) ways[sum] += ways[sum - step];
        double tail = ways.Take((int)(2 * smaller) + 1).Sum();
        return Math.Min(1, 2 * tail / Math.Pow(2, ranks.Length));
    }

    /// <summary>The rank sum has mean Σr/2 and variance Σr²/4, which is n(n+1)(2n+1)/24 less Σ(t³−t)/48 over ties.</summary>
    internal static double Normal(double[] ranks, double smaller)
    {
        double z = (smaller - ranks.Sum() / 2) / Math.Sqrt(ranks.Sum(rank => rank * rank) / 4);
        return SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));
    }
}
