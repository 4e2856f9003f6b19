namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>What each cell of a picture shows and how much of it belongs to given objects.</summary>
internal static class SceneTruth
{
    private const int Raster = 128;
    private const double Mostly = 0.35, Hardly = 0.10;

    private static readonly Trait[] HeadTraits = [Trait.Shape, Trait.Colour, Trait.Size, Trait.Texture];

    public static IReadOnlyList<DenseHead> Heads { get; } =
        [new("object", 3), .. HeadTraits.Select(t => new DenseHead(SceneTraits.NameOf(t), SceneTraits.Count(t) + 1))];

    public static float[,] Region(Scene scene, int[] objects, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        int down = Math.Max(1, (Raster + rows - 1) / rows), across = Math.Max(1, (Raster + columns - 1) / columns);
        var coverage = SceneCoverage.Of(scene.Objects, columns * across, rows * down);
        var wanted = new bool[256];
        foreach (int k in objects) wanted[k + 1] = true;
        var share = new float[rows, columns];
        var ids = coverage.Ids;
        float one = 1f / (down * across);
        for (int y = 0, i = 0; y < coverage.Height; y++)
            for (int x = 0; x < coverage.Width; x++, i++)
                if (wanted[ids[i]]) share[y / down, x / across] += one;
        return share;
    }

    public static void CellLabels(Scene scene, int grid, Span<byte> labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grid, 1);
        int cells = grid * grid;
        if (labels.Length != Heads.Count * cells)
            throw new ArgumentException($"{labels.Length} labels for {Heads.Count} heads on {grid}×{grid} cells; give {Heads.Count * cells}.",
                nameof(labels));
        int step = (Raster + grid - 1) / grid, kinds = scene.Objects.Count + 1;
        int[] counts = Counts(scene, grid, step, kinds);
        for (int cell = 0; cell < cells; cell++) Label(scene, labels, cell, cells, Largest(counts.AsSpan(cell * kinds, kinds), step * step));
        for (int k = 0; k < scene.Objects.Count; k++)
        {
            var (x, y) = scene.Objects[k].VisibleCentre;
            int cell = Math.Min((int)(y * grid), grid - 1) * grid + Math.Min((int)(x * grid), grid - 1);
            Label(scene, labels, cell, cells, k);
            labels[cell] = 1;
        }
    }

    private static int[] Counts(Scene scene, int grid, int step, int kinds)
    {
        var coverage = SceneCoverage.Of(scene.Objects, grid * step, grid * step);
        var counts = new int[grid * grid * kinds];
        var ids = coverage.Ids;
        for (int y = 0, i = 0; y < coverage.Height; y++)
            for (int column = 0; column < grid; column++)
            {
                int cell = (y / step * grid + column) * kinds;
                for (int x = 0; x < step; x++, i++) counts[cell + ids[i]]++;
            }
        return counts;
    }

    /// <summary>The object a cell shows; -1 for background, -2 where it is not clear.</summary>
    private static int Largest(ReadOnlySpan<int> counts, int pixels)
    {
        int best = 1;
        for (int k = 2; k < counts.Length; k++)
            if (counts[k] > counts[best]) best = k;
        if (counts[best] > Mostly * pixels) return best - 1;
        return pixels - counts[0] <= Hardly * pixels ? -1 : -2;
    }

    private static void Label(Scene scene, Span<byte> labels, int cell, int cells, int k)
    {
        labels[cell] = k >= 0 ? (byte)2 : k == -1 ? (byte)0 : IDenseTruth.Ignore;
        for (int h = 0; h < HeadTraits.Length; h++)
            labels[(h + 1) * cells + cell] = k >= 0 ? (byte)(scene.Objects[k][HeadTraits[h]] + 1) : labels[cell];
    }
}
