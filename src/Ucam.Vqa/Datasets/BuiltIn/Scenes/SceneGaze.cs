namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>Where simulated people look: Gaussian fixations on what decides the answer, and some elsewhere.</summary>
internal static class SceneGaze
{
    private const int People = 3;

    public static float[][,] Maps(Scene scene, int[] deciding, long seed, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var random = new SetRandom((ulong)seed * 0x9E3779B97F4A7C15 + 7);
        var maps = new float[People][,];
        for (int p = 0; p < People; p++) maps[p] = Map(Fixations(scene, deciding, random), rows, columns);
        return maps;
    }

    // A person has a habitual offset and spread; one fixation in five or so strays to another object or to nothing.
    private static List<(double X, double Y, double Spread, double Weight)> Fixations(Scene scene, int[] deciding, SetRandom random)
    {
        double spread = random.Range(0.8, 1.3), offsetX = 0.012 * random.Normal(), offsetY = 0.012 * random.Normal();
        IReadOnlyList<int> targets = deciding.Length > 0 ? deciding : [.. Enumerable.Range(0, scene.Objects.Count)];
        List<(double, double, double, double)> fixations = [];
        foreach (int k in targets)
        {
            var o = scene.Objects[k];
            double sigma = spread * (0.03 + 0.55 * o.Radius);
            for (int glance = 0; glance < 2; glance++)
                fixations.Add((o.VisibleCentre.X + offsetX + 0.25 * sigma * random.Normal(),
                    o.VisibleCentre.Y + offsetY + 0.25 * sigma * random.Normal(),
                    sigma, random.Range(0.5, 1.5) * sigma * sigma));
        }
        double onTarget = fixations.Sum(f => f.Item4);
        for (int stray = 0; stray < 2; stray++)
        {
            var o = random.Pick(scene.Objects);
            bool elsewhere = random.Chance(0.4);
            var (x, y) = elsewhere ? (random.Unit(), random.Unit()) : (o.X, o.Y);
            fixations.Add((x, y, 0.06 * spread, random.Range(0.02, 0.2) * onTarget));
        }
        return fixations;
    }

    private static float[,] Map(List<(double X, double Y, double Spread, double Weight)> fixations, int rows, int columns)
    {
        var map = new float[rows, columns];
        foreach (var (x, y, spread, weight) in fixations)
        {
            double[] down = Profile(y, spread, rows), across = Profile(x, spread, columns);
            for (int r = 0; r < rows; r++)
                for (int c = 0; c < columns; c++) map[r, c] += (float)(weight * down[r] * across[c]);
        }
        double sum = 0;
        foreach (float v in map) sum += v;
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) map[r, c] = (float)(map[r, c] / sum);
        return map;
    }

    /// <summary>Share of a Gaussian that falls into each of a number of equal cells, scaled to sum to 1.</summary>
    private static double[] Profile(double centre, double spread, int cells)
    {
        var share = new double[cells];
        for (int i = 0; i < cells; i++)
            share[i] = Normal.Below(((i + 1.0) / cells - centre) / spread) - Normal.Below(((double)i / cells - centre) / spread) + 1e-9;
        double sum = share.Sum();
        for (int i = 0; i < cells; i++) share[i] /= sum;
        return share;
    }
}
