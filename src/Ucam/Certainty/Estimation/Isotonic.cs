namespace Ucam.Certainty.Estimation;

/// <summary>The rising step function nearest to values by squared distance, by pooling adjacent violators (Ayer et al. 1955).</summary>
internal static class Isotonic
{
    /// <summary>One level a value, rising; values at equal places share one.</summary>
    /// <param name="places">Where the values stand, rising.</param>
    /// <param name="values">As many.</param>
    public static double[] Fit(double[] places, double[] values)
    {
        var blocks = new Stack<(double Sum, int Count)>();
        for (int i = 0; i < values.Length;)
        {
            (double sum, int count) = (0, 0);
            for (double place = places[i]; i < values.Length && places[i] == place; i++) (sum, count) = (sum + values[i], count + 1);
            while (blocks.Count > 0 && blocks.Peek() is var below && below.Sum / below.Count >= sum / count)
            {
                blocks.Pop();
                (sum, count) = (sum + below.Sum, count + below.Count);
            }
            blocks.Push((sum, count));
        }
        return [.. blocks.Reverse().SelectMany(block => Enumerable.Repeat(block.Sum / block.Count, block.Count))];
    }
}
