namespace Ucam.Vqa.Datasets;

/// <summary>Distributions of sums over things that people see independently of each other.</summary>
internal static class IndependentEvents
{
    /// <summary>Distribution over 0 … n of the number of events that happen (Poisson binomial), from the chance of each.</summary>
    public static double[] Count(IReadOnlyList<double> chances)
    {
        var total = new double[chances.Count + 1];
        total[0] = 1;
        for (int i = 0; i < chances.Count; i++)
            for (int n = i + 1; n >= 0; n--)
                total[n] = total[n] * (1 - chances[i]) + (n > 0 ? total[n - 1] * chances[i] : 0);
        return total;
    }

    /// <summary>
    /// Distribution over −n … n (index n is 0) of the difference between two groups, where thing k joins the first with chance
    /// up[k], the second with down[k], or neither; up[k] + down[k] ≤ 1.
    /// </summary>
    public static double[] Difference(IReadOnlyList<double> up, IReadOnlyList<double> down)
    {
        int n = up.Count;
        var difference = new double[2 * n + 1];
        difference[n] = 1;
        for (int k = 0; k < n; k++)
        {
            var next = new double[difference.Length];
            for (int d = n - k; d <= n + k; d++)
            {
                next[d] += difference[d] * (1 - up[k] - down[k]);
                next[d + 1] += difference[d] * up[k];
                next[d - 1] += difference[d] * down[k];
            }
            difference = next;
        }
        return difference;
    }
}
