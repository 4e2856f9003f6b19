namespace Ucam.Metrics;

/// <summary>Maps and regions as lists of cells, row by row, with the conditions that metrics put on them.</summary>
internal static class MapCells
{
    /// <summary>The cells.</summary>
    public static double[] Of(float[,] map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return [.. map.Cast<float>().Select(value => (double)value)];
    }

    /// <summary>The cells of a map, each finite.</summary>
    public static double[] Finite(float[,] map, string name)
    {
        double[] values = Of(map);
        if (values.Length == 0) throw new ArgumentException("The map has no cells.", name);
        MetricInput.Finite(values, name);
        return values;
    }

    /// <summary>The cells of a map, each at least 0 and finite.</summary>
    public static double[] NotNegative(float[,] map, string name)
    {
        double[] values = Of(map);
        foreach (double value in values)
            if (!(value >= 0 && double.IsFinite(value))) throw new ArgumentException($"The map's value {value} is not ≥ 0 and finite.", name);
        return values;
    }

    /// <summary>The cells of a region, each in [0,1].</summary>
    public static double[] Region(float[,] region)
    {
        double[] shares = Of(region);
        MetricInput.Share(shares, nameof(region));
        return shares;
    }

    /// <summary>Refuses two grids that differ.</summary>
    public static void SameGrid(float[,] a, float[,] b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.GetLength(0) != b.GetLength(0) || a.GetLength(1) != b.GetLength(1))
            throw new ArgumentException($"The grids {a.GetLength(0)}×{a.GetLength(1)} and {b.GetLength(0)}×{b.GetLength(1)} differ.", nameof(b));
    }
}
