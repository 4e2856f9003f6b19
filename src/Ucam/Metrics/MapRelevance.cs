namespace Ucam.Metrics;

/// <summary>How well a map finds a region that is known to matter, and how much of a map an object has. Maps and regions share one grid.</summary>
internal static class MapRelevance
{
    /// <summary>
    /// Relevance rank accuracy (CLEVR-XAI: Arras, Osman and Samek, Information Fusion 2022): of the K highest cells of the map, K the number
    /// of cells in the region, the share that lies in it; cells as high as the K-th share the places that are left.
    /// </summary>
    /// <param name="map">Finite values of any range.</param>
    /// <param name="region">Share of each cell that the region covers, in [0,1]; cells covered by half or more are in it.</param>
    /// <returns>In [0,1]; NaN for an empty region.</returns>
    /// <exception cref="ArgumentException">The grids differ or a value is out of range.</exception>
    public static double RankAccuracy(float[,] map, float[,] region)
    {
        MapCells.SameGrid(map, region);
        double[] values = MapCells.Finite(map, nameof(map));
        bool[] inside = [.. MapCells.Region(region).Select(share => share >= 0.5)];
        int wanted = inside.Count(hit => hit);
        if (wanted == 0) return double.NaN;
        double least = values.OrderDescending().ElementAt(wanted - 1);
        int above = 0, hits = 0, level = 0, levelHits = 0;
        for (int i = 0; i < values.Length; i++)
            if (values[i] > least) (above, hits) = (above + 1, hits + (inside[i] ? 1 : 0));
            else if (values[i] == least) (level, levelHits) = (level + 1, levelHits + (inside[i] ? 1 : 0));
        return (hits + (wanted - above) * (levelHits / (double)level)) / wanted;
    }

    /// <summary>
    /// The mean of the map in a region over its mean everywhere: 1 where the region has as much of the map as any other place of that size.
    /// </summary>
    /// <param name="map">Values ≥ 0.</param>
    /// <param name="region">Share of each cell that the region covers, in [0,1].</param>
    /// <returns>≥ 0; NaN for an empty map or region.</returns>
    /// <exception cref="ArgumentException">The grids differ or a value is out of range.</exception>
    public static double Density(float[,] map, float[,] region)
    {
        double energy = MapAgreement.EnergyInRegion(map, region), chance = MapAgreement.ChanceEnergy(region);
        return chance == 0 || MapCells.Of(map).Sum() == 0 ? double.NaN : energy / chance;
    }

    /// <summary>The mean rank of a region's cells in the map, 0 for the lowest cell and 1 for the highest; NaN for an empty region.</summary>
    /// <exception cref="ArgumentException">The grids differ or a value is out of range.</exception>
    public static double MeanRank(float[,] map, float[,] region)
    {
        MapCells.SameGrid(map, region);
        double[] ranks = Ranks.Average(MapCells.Finite(map, nameof(map))), shares = MapCells.Region(region);
        double mass = shares.Sum();
        return mass == 0 || ranks.Length < 2 ? double.NaN : ranks.Zip(shares, (rank, share) => (rank - 1) / (ranks.Length - 1) * share).Sum() / mass;
    }

    /// <summary>
    /// Complexity (Bhatt, Weller and Moura, IJCAI 2020): the entropy of the cells' shares of the map's magnitude, over that of an even map.
    /// </summary>
    /// <returns>From 0, one cell, to 1, an even map; NaN for a map of zeros or of one cell.</returns>
    /// <exception cref="ArgumentException">The map is empty or a value is not finite.</exception>
    public static double Complexity(float[,] map)
    {
        double[] shares = Shares(map);
        return shares.Length < 2 ? double.NaN : -shares.Sum(share => share == 0 ? 0 : share * Math.Log(share)) / Math.Log(map.Length);
    }

    /// <summary>
    /// Effective complexity (after Nguyen and Martínez 2020, in the form of Schiller et al. 2026, arXiv 2603.24524): the share of the cells that
    /// have more of the map's magnitude than an even map would give them.
    /// </summary>
    /// <returns>In [0,1); NaN for a map of zeros or of one cell.</returns>
    /// <exception cref="ArgumentException">The map is empty or a value is not finite.</exception>
    public static double EffectiveComplexity(float[,] map)
    {
        double[] shares = Shares(map);
        return shares.Length < 2 ? double.NaN : shares.Count(share => share * shares.Length > 1 + 1e-9) / (double)shares.Length;
    }

    private static double[] Shares(float[,] map)
    {
        double[] sizes = [.. MapCells.Finite(map, nameof(map)).Select(Math.Abs)];
        double mass = sizes.Sum();
        return mass == 0 ? [] : [.. sizes.Select(size => size / mass)];
    }
}
