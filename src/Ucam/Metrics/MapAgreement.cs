namespace Ucam.Metrics;

/// <summary>How well a map agrees with another map, or with the region that decides the answer. Maps and regions share one grid.</summary>
public static class MapAgreement
{
    /// <summary>Spearman's rank correlation of two maps over their cells, in [−1,1]; 0 where either is constant: it says nothing.</summary>
    /// <exception cref="ArgumentException">The grids differ or a value is NaN.</exception>
    public static double RankCorrelation(float[,] a, float[,] b)
    {
        CheckGrids(a, b);
        double correlation = Correlation.Spearman(Flat(a), Flat(b));
        return double.IsNaN(correlation) ? 0 : correlation;
    }

    /// <summary>Share of the map's mass that lies in the region, in [0,1] (Wang et al. 2020, energy-based pointing game); 0 for an empty map.</summary>
    /// <param name="map">Values ≥ 0.</param>
    /// <param name="region">Share of each cell that the region covers, in [0,1].</param>
    /// <exception cref="ArgumentException">The grids differ or a value is out of range.</exception>
    public static double EnergyInRegion(float[,] map, float[,] region)
    {
        double[] values = CheckMap(map, region), shares = CheckRegion(region);
        double mass = values.Sum();
        return mass == 0 ? 0 : Math.Min(1, values.Zip(shares, (value, share) => value * share).Sum() / mass);
    }

    /// <summary>The energy that a map without preference has in the region: the region's share of the area, in [0,1]; 0 for an empty grid.</summary>
    /// <exception cref="ArgumentException">A value is outside [0,1].</exception>
    public static double ChanceEnergy(float[,] region)
    {
        double[] shares = CheckRegion(region);
        return shares.Length == 0 ? 0 : shares.Average();
    }

    /// <summary>
    /// Pointing game (Zhang et al. 2016) on a grid: 1 where the map's highest cell is covered at least half as much as the
    /// best-covered cell, so that a region smaller than a cell can be hit; of several highest cells the share that hits.
    /// </summary>
    /// <returns>In [0,1]; 0 for an empty map or region.</returns>
    /// <exception cref="ArgumentException">The grids differ or a value is out of range.</exception>
    public static double PointingGame(float[,] map, float[,] region)
    {
        double[] values = CheckMap(map, region), shares = CheckRegion(region);
        double highest = values.Length == 0 ? 0 : values.Max(), best = shares.Length == 0 ? 0 : shares.Max();
        if (highest == 0 || best == 0) return 0;
        int[] cells = [.. Enumerable.Range(0, values.Length).Where(i => values[i] == highest)];
        return cells.Count(i => shares[i] >= best / 2) / (double)cells.Length;
    }

    private static double[] CheckMap(float[,] map, float[,] region)
    {
        CheckGrids(map, region);
        double[] values = Flat(map);
        foreach (double value in values)
            if (!(value >= 0 && double.IsFinite(value))) throw new ArgumentException($"The map's value {value} is not ≥ 0 and finite.", nameof(map));
        return values;
    }

    private static double[] CheckRegion(float[,] region)
    {
        ArgumentNullException.ThrowIfNull(region);
        double[] shares = Flat(region);
        Check.Share(shares, nameof(region));
        return shares;
    }

    private static void CheckGrids(float[,] a, float[,] b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.GetLength(0) != b.GetLength(0) || a.GetLength(1) != b.GetLength(1))
            throw new ArgumentException($"The grids {a.GetLength(0)}×{a.GetLength(1)} and {b.GetLength(0)}×{b.GetLength(1)} differ.", nameof(b));
    }

    private static double[] Flat(float[,] map) => [.. map.Cast<float>().Select(value => (double)value)];
}
