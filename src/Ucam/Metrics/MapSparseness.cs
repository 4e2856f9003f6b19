namespace Ucam.Metrics;

/// <summary>How concentrated a map is.</summary>
internal static class MapSparseness
{
    /// <summary>
    /// Gini index of the cells' magnitudes (Hurley and Rickard 2009, equation 6; for explanations Chalasani et al., ICML 2020):
    /// 1 − 2 Σ_k (c_k / ‖c‖₁) (N − k + ½) / N, c sorted upwards.
    /// </summary>
    /// <param name="map">Finite values.</param>
    /// <returns>0 where every cell is the same, 1 − 1/N where one holds everything; 0 for a map of zeros.</returns>
    /// <exception cref="ArgumentException">The map is empty or a value is not finite.</exception>
    public static double Gini(float[,] map)
    {
        double[] sizes = [.. MapCells.Finite(map, nameof(map)).Select(Math.Abs).Order()];
        double mass = sizes.Sum(), sum = 0;
        if (mass == 0) return 0;
        for (int k = 1; k <= sizes.Length; k++) sum += sizes[k - 1] / mass * (sizes.Length - k + 0.5) / sizes.Length;
        return Math.Max(0, 1 - 2 * sum);
    }
}
