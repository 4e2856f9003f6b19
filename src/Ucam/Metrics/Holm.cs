
namespace Ucam.Metrics;

/// <summary>Holm's step-down correction (1979) for testing several hypotheses at once; needs no independence.</summary>
internal static class Holm
{
    /// <summary>
    /// The adjusted p values, in the order given: with m of them sorted, max over i ≤ k of min(1, (m − i + 1)·p_i). Rejecting
    /// those at most α keeps the chance of any false rejection at most α.
    /// </summary>
    /// <param name="p">p values in [0,1].</param>
    /// <exception cref="ArgumentException">A value is outside [0,1] or NaN.</exception>
    public static double[] Adjust(ReadOnlySpan<double> p)
    {
        MetricInput.Share(p, nameof(p));
        int[] order = Ranks.Order(p);
        var adjusted = new double[p.Length];
        double highest = 0;
        for (int i = 0; i < order.Length; i++)
        {
            highest = Math.Max(highest, Math.Min(1, (order.Length - i) * p[order[i]]));
            adjusted[order[i]] = highest;
        }
        return adjusted;
    }
}
