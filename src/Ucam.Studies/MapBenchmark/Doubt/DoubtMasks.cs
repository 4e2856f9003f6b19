namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>Masks of objects put together.</summary>
internal static class DoubtMasks
{
    /// <summary>Where any of the masks is.</summary>
    public static float[,] Union(IEnumerable<float[,]> masks, int size)
    {
        var union = new float[size, size];
        foreach (float[,] mask in masks)
            for (int i = 0; i < mask.Length; i++) union[i / size, i % size] = Math.Max(union[i / size, i % size], mask[i / size, i % size]);
        return union;
    }

    /// <summary>Each mask's amount, spread evenly over it.</summary>
    public static float[,] Spread(IEnumerable<(float[,] Mask, double Amount)> masks, int size)
    {
        var map = new float[size, size];
        foreach ((float[,] mask, double amount) in masks)
        {
            double area = mask.Cast<float>().Sum(share => (double)share);
            for (int i = 0; i < mask.Length; i++) map[i / size, i % size] += (float)(amount / area * mask[i / size, i % size]);
        }
        return map;
    }
}
