namespace Ucam.Imaging;

/// <summary>Small operations on rows×columns grids of values.</summary>
internal static class Grid
{
    /// <summary>Resizes a grid: areas are averaged along a side that shrinks, values interpolated along one that grows.</summary>
    public static float[] Resize(float[,] grid, int rows, int columns, Enlarge enlarge = Enlarge.Linear) =>
        Resampler.Resize(Flat(grid), grid.GetLength(0), grid.GetLength(1), rows, columns, enlarge);

    /// <summary>The values row by row.</summary>
    /// <exception cref="ArgumentException">The grid has no cells, or one that is not a finite number.</exception>
    public static float[] Flat(float[,] grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Length == 0) throw new ArgumentException("The map has no cells.", nameof(grid));
        var flat = new float[grid.Length];
        Buffer.BlockCopy(grid, 0, flat, 0, flat.Length * sizeof(float));
        var bad = Array.FindIndex(flat, v => !float.IsFinite(v));
        if (bad < 0) return flat;
        var columns = grid.GetLength(1);
        throw new ArgumentException($"The map's cell at row {bad / columns}, column {bad % columns} is {flat[bad]}, not a finite number.",
            nameof(grid));
    }

    /// <summary>Scales values in place so that the lowest is 0 and the highest 1; all 0 where they are all the same.</summary>
    public static void MinMax(Span<float> values)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        foreach (var v in values) (low, high) = (Math.Min(low, v), Math.Max(high, v));
        // In double: the span of finite floats may be too large for a float.
        var span = (double)high - low;
        for (var i = 0; i < values.Length; i++) values[i] = span > 0 ? (float)(((double)values[i] - low) / span) : 0;
    }
}
