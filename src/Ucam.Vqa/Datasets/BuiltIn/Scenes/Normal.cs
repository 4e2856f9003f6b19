namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    /// <summary>Φ(x), by Abramowitz and Stegun 26.2.17; error below 7.5e-8.</summary>
    public static double Below(double x)
    {
        double z = Math.Abs(x), t = 1 / (1 + 0.2316419 * z);
        double tail = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x >= 0 ? 1 - tail : tail;
    }
}
