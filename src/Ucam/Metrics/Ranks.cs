namespace Ucam.Metrics;

/// <summary>Orders values and ranks them.</summary>
internal static class Ranks
{
    /// <summary>The positions of the values from smallest to largest; equal values in the order given.</summary>
    public static int[] Order(ReadOnlySpan<double> values)
    {
        double[] keys = values.ToArray();
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a - b);
        return order;
    }

    /// <summary>The end (exclusive) of the run of equal values that begins at a position of the order.</summary>
    public static int RunEnd(ReadOnlySpan<double> values, int[] order, int start)
    {
        int end = start + 1;
        while (end < order.Length && values[order[end]] == values[order[start]]) end++;
        return end;
    }

    /// <summary>Ranks from 1; equal values share the mean of their ranks.</summary>
    public static double[] Average(ReadOnlySpan<double> values)
    {
        var ranks = new double[values.Length];
        int[] order = Order(values);
        for (int start = 0; start < order.Length;)
        {
            int end = RunEnd(values, order, start);
            for (int i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2.0;
            start = end;
        }
        return ranks;
    }
}
