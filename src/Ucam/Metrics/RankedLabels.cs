namespace Ucam.Metrics;

/// <summary>Labels by their probability.</summary>
internal static class RankedLabels
{
    /// <summary>The labels of a row, the most probable first, equal ones by their number.</summary>
    /// <param name="row">Class probabilities, each in [0,1].</param>
    /// <exception cref="ArgumentException">A probability is outside [0,1].</exception>
    public static int[] Of(ReadOnlySpan<double> row)
    {
        MetricInput.Share(row, nameof(row));
        int[] order = [.. Enumerable.Range(0, row.Length)];
        double[] keys = row.ToArray();
        Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[b].CompareTo(keys[a]) : a - b);
        return order;
    }
}
