using Ucam.Metrics;

namespace Ucam;

/// <summary>How samples are put into bins by confidence.</summary>
public enum BinKind
{
    /// <summary>Bins of equal width over [0,1], each without its lower end (Guo et al. 2017); 0 falls into the first.</summary>
    EqualWidth,

    /// <summary>Bins of about equally many samples (Nguyen &amp; O'Connor 2015); samples of equal confidence stay together.</summary>
    EqualMass,
}

/// <summary>One bin of a reliability diagram.</summary>
/// <param name="Lower">Lower end: of the bin's width, or the smallest confidence in it.</param>
/// <param name="Upper">Upper end, likewise.</param>
/// <param name="Count">Samples in it; for none, Confidence and Accuracy are 0.</param>
/// <param name="Confidence">Their mean confidence.</param>
/// <param name="Accuracy">Their mean correctness.</param>
public sealed record ReliabilityBin(double Lower, double Upper, int Count, double Confidence, double Accuracy);

/// <summary>Puts samples into the bins of a reliability diagram.</summary>
internal static class Reliability
{
    /// <summary>All bins of equal width, empty ones included.</summary>
    public static ReliabilityBin[] EqualWidth(ReadOnlySpan<double> confidence, ReadOnlySpan<double> correctness, int bins)
    {
        var counts = new int[bins];
        var sums = new (double Confidence, double Correct)[bins];
        for (int i = 0; i < confidence.Length; i++)
        {
            int bin = BinOf(confidence[i], bins);
            counts[bin]++;
            sums[bin].Confidence += confidence[i];
            sums[bin].Correct += correctness[i];
        }
        return [.. counts
            .Select((n, b) =>
            new ReliabilityBin(Edge(b, bins), Edge(b + 1, bins), n, sums[b].Confidence / Math.Max(1, n), sums[b].Correct / Math.Max(1, n)))];
    }

    /// <summary>At most as many bins of equal mass, from low to high confidence, none empty.</summary>
    public static ReliabilityBin[] EqualMass(ReadOnlySpan<double> confidence, ReadOnlySpan<double> correctness, int bins)
    {
        int[] order = Ranks.Order(confidence);
        var result = new List<ReliabilityBin>(bins);
        int start = 0;
        for (int bin = 1; bin <= bins && start < order.Length; bin++)
        {
            int last = (int)((long)bin * order.Length / bins) - 1;
            if (last < start) continue;
            int end = Ranks.RunEnd(confidence, order, last);
            double sum = 0, correct = 0;
            for (int i = start; i < end; i++) (sum, correct) = (sum + confidence[order[i]], correct + correctness[order[i]]);
            int n = end - start;
            result.Add(new ReliabilityBin(confidence[order[start]], confidence[order[end - 1]], n, sum / n, correct / n));
            start = end;
        }
        return [.. result];
    }

    private static double Edge(int bin, int bins) => bin / (double)bins;

    // The product may round across an edge, so the edges themselves decide.
    private static int BinOf(double value, int bins)
    {
        int bin = Math.Clamp((int)Math.Ceiling(value * bins) - 1, 0, bins - 1);
        while (bin > 0 && value <= Edge(bin, bins)) bin--;
        while (bin < bins - 1 && value > Edge(bin + 1, bins)) bin++;
        return bin;
    }
}
