namespace Ucam.Tests.Metrics;

/// <summary>
/// Questions whose confidence is their place from the top, with a chance to be wrong that rises as measured on the scenes: 1 % of the
/// first 57 % are wrong, 5 % of the first 75 % and 13.75 % of all.
/// </summary>
internal static class SimulatedQuestions
{
    public static (double[] Confidence, double[] Loss) Draw(int count, Random random)
    {
        double[] confidence = [.. Enumerable.Range(0, count).Select(_ => 1 - random.NextDouble())];
        return (confidence, [.. confidence.Select(c => random.NextDouble() < Wrong(1 - c) ? 1.0 : 0.0)]);
    }

    /// <summary>The true risk of answering a share of the questions.</summary>
    public static double Risk(double coverage)
    {
        double first = Math.Min(coverage, 0.57), second = Math.Clamp(coverage - 0.57, 0, 0.18), third = Math.Max(0, coverage - 0.75);
        double wrong = 0.01 * first * Math.Pow(first / 0.57, 4) + 0.05 * second + 0.25 * second * second / 0.36
            + 0.3 * third + 0.2 * third * third / 0.5;
        return wrong / coverage;
    }

    /// <summary>The largest share of the questions that can be answered at a true risk.</summary>
    public static double Coverage(double risk)
    {
        double low = 0, high = 1;
        for (int i = 0; i < 50; i++)
        {
            double middle = (low + high) / 2;
            if (Risk(middle) <= risk) low = middle;
            else high = middle;
        }
        return low;
    }

    private static double Wrong(double place) => place < 0.57 ? 0.05 * Math.Pow(place / 0.57, 4)
        : place < 0.75 ? 0.05 + 0.25 * (place - 0.57) / 0.18 : 0.3 + 0.2 * (place - 0.75) / 0.25;
}
