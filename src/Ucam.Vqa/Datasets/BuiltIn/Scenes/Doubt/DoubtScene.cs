namespace Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

/// <summary>A scene that is easy to see, and difficulties that may be there or not, each by a bit of a number.</summary>
/// <param name="Clean">The scene without them.</param>
/// <param name="Players">The difficulties.</param>
internal sealed record DoubtScene(Scene Clean, IReadOnlyList<DoubtPlayer> Players)
{
    /// <summary>The disc around an object, in its radii, that holds all that its difficulties change but a tiny one's shadow.</summary>
    public const double Reach = 1.15;

    private const int Raster = 128;

    /// <summary>All difficulties.</summary>
    public int All => (1 << Players.Count) - 1;

    /// <summary>The objects, with the difficulties that are there.</summary>
    public SceneObject[] Objects(int present)
    {
        SceneObject[] objects = [.. Clean.Objects];
        foreach (DoubtPlayer player in Present(present)) objects[player.Object] = player.Change(objects[player.Object]);
        return objects;
    }

    /// <summary>Each object's view.</summary>
    public SceneView[] Views(int present)
    {
        var views = new SceneView[Clean.Objects.Count];
        Array.Fill(views, Clean.View);
        foreach (DoubtPlayer player in Present(present)) views[player.Object] = player.Change(views[player.Object]);
        return views;
    }

    /// <summary>How people see it.</summary>
    public ScenePerception Perception(int present)
    {
        SceneView[] views = Views(present);
        return new ScenePerception(Objects(present), k => views[k]);
    }

    /// <summary>The difficulties that are there.</summary>
    public IEnumerable<DoubtPlayer> Present(int present) => Players.Where((_, i) => (present >> i & 1) != 0);

    /// <summary>The bits of the difficulties that a rule picks.</summary>
    public int Where(Func<DoubtPlayer, bool> rule) => Players.Select((player, i) => rule(player) ? 1 << i : 0).Sum();

    /// <summary>Share of each cell that lies in the disc around an object.</summary>
    public float[,] Mask(int k, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        int down = Math.Max(1, (Raster + rows - 1) / rows), across = Math.Max(1, (Raster + columns - 1) / columns);
        var mask = new float[rows, columns];
        var o = Clean.Objects[k];
        double reach = Reach * o.Radius;
        for (int y = 0; y < rows * down; y++)
            for (int x = 0; x < columns * across; x++)
                if (double.Hypot((x + 0.5) / (columns * across) - o.X, (y + 0.5) / (rows * down) - o.Y) <= reach)
                    mask[y / down, x / across] += 1f / (down * across);
        return mask;
    }
}
