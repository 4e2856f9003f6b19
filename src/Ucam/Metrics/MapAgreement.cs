using Ucam.Metrics;

namespace Ucam;

/// <summary>How well a map agrees with another map, or with the region that decides the answer. Maps and regions share one grid.</summary>
public static class MapAgreement
{
    /// <summary>Spearman's rank correlation of two maps over their cells, in [−1,1]; 0 where either is constant: it says nothing.</summary>
    /// <exception cref="ArgumentException">The grids differ or a value is NaN.</exception>
    public static double RankCorrelation(float[,] a, float[,] b)
    {
        MapCells.SameGrid(a, b);
        double correlation = Correlation.Spearman(MapCells.Of(a), MapCells.Of(b));
        return double.IsNaN(correlation) ? 0 : correlation;
    }

    /// <summary>
    /// Share of the map's mass that lies in the region, in [0,1] (Wang et al. 2020, energy-based pointing game); 0 for an empty map.
    /// </summary>
    /// <param name="map">Values ≥ 0.</param>
    /// <param name="region">Share of each cell that the region covers, in [0,1].</param>
    /// <exception cref="ArgumentException">The grids differ or a value is out of range.</exception>
    public static double EnergyInRegion(float[,] map, float[,] region)
    {
        double[] values = CheckMap(map, region), shares = MapCells.Region(region);
        double mass = values.Sum();
        return mass == 0 ? 0 : Math.Min(1, values.Zip(shares, (value, share) => value * share).Sum() / mass);
    }

    /// <summary>The energy that a map without preference has in the region: the region's share of the area, in [0,1]; 0 for an empty grid.</summary>
    /// <exception cref="ArgumentException">A value is outside [0,1].</exception>
    public static double ChanceEnergy(float[,] region)
    {
        double[] shares = MapCells.Region(region);
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
        double[] values = CheckMap(map, region), shares = MapCells.Region(region);
        double highest = values.Length == 0 ? 0 : values.Max(), best = shares.Length == 0 ? 0 : shares.Max();
        if (highest == 0 || best == 0) return 0;
        int[] cells = [.. Enumerable.Range(0, values.Length).Where(i => values[i] == highest)];
        return cells.Count(i => shares[i] >= best / 2) / (double)cells.Length;
    }

    /// <summary>
    /// Intersection over union of the region and the part of the map at or above a threshold, at the best threshold (as in weakly
    /// supervised localisation: Choe et al., CVPR 2020, MaxBoxAcc, here on masks). Cells covered at least half as much as the
    /// best-covered cell are the region, as for <see cref="PointingGame"/>.
    /// </summary>
    /// <param name="map">Finite values of any range.</param>
    /// <param name="region">Share of each cell that the region covers, in [0,1].</param>
    /// <returns>The IoU in [0,1] and the lowest value that is still inside; 0 and +∞ for an empty region.</returns>
    /// <exception cref="ArgumentException">The grids differ or a value is out of range.</exception>
    public static (double IoU, double Threshold) BestIoU(float[,] map, float[,] region)
    {
        MapCells.SameGrid(map, region);
        double[] values = MapCells.Finite(map, nameof(map)), shares = MapCells.Region(region);
        double covered = shares.Max();
        if (covered == 0) return (0, double.PositiveInfinity);
        int[] order = Ranks.Order([.. values.Select(value => -value)]);
        int inside = shares.Count(share => share >= covered / 2), hit = 0;
        (double IoU, double Threshold) best = (0, double.PositiveInfinity);
        for (int taken = 1; taken <= order.Length; taken++)
        {
            if (shares[order[taken - 1]] >= covered / 2) hit++;
            // Equal cells enter together.
            if (taken < order.Length && values[order[taken]] == values[order[taken - 1]]) continue;
            double iou = hit / (double)(inside + taken - hit);
            if (iou > best.IoU) best = (iou, values[order[taken - 1]]);
        }
        return best;
    }

    /// <summary>
    /// Earth mover's distance (Rubner, Tomasi &amp; Guibas 2000): the least work, mass × way, that turns one map into the other, both
    /// scaled to sum 1. The way is the Euclidean distance between the centres of square cells, in units of the grid's longer
    /// side: neighbours in a 14×14 grid are 1/14 apart. Exact; a few milliseconds for 14×14.
    /// </summary>
    /// <param name="a">Values ≥ 0, not all 0.</param>
    /// <param name="b">Values ≥ 0, not all 0.</param>
    /// <returns>From 0 to below √2; a metric between maps.</returns>
    /// <exception cref="ArgumentException">The grids differ, or a map has a value out of range or no mass.</exception>
    public static double Emd(float[,] a, float[,] b)
    {
        MapCells.SameGrid(a, b);
        double[] from = Shares(a, nameof(a)), to = Shares(b, nameof(b));
        int columns = a.GetLength(1);
        // In a metric, what both maps have in a cell stays there (Pele & Werman 2009): only the differences move.
        double[] excess = [.. from.Zip(to, (x, y) => x - y)];
        int[] sources = [.. Enumerable.Range(0, excess.Length).Where(i => excess[i] > 0)],
            sinks = [.. Enumerable.Range(0, excess.Length).Where(i => excess[i] < 0)];
        double work = Transport.Cost(
            [.. sources.Select(i => excess[i])], [.. sinks.Select(i => -excess[i])],
            (i, j) => double.Hypot(sources[i] / columns - sinks[j] / columns, sources[i] % columns - sinks[j] % columns));
        return work / Math.Max(a.GetLength(0), columns);
    }

    private static double[] Shares(float[,] map, string name)
    {
        double[] values = MapCells.NotNegative(map, name);
        double mass = values.Sum();
        if (mass == 0) throw new ArgumentException("The map has no mass: all its values are 0.", name);
        return [.. values.Select(value => value / mass)];
    }

    private static double[] CheckMap(float[,] map, float[,] region)
    {
        MapCells.SameGrid(map, region);
        return MapCells.NotNegative(map, nameof(map));
    }
}
