namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>Places the objects of a picture and chooses what degrades the view.</summary>
internal static class SceneLayout
{
    private const double BetweenHues = 0.12, Tiny = 0.35, Overlapping = 0.4, LeastVisible = 0.4;
    private const int Raster = 128;

    public static Scene Create(int seed, SceneSplit split, int picture)
    {
        var random = SetRandom.For(seed, (int)split, picture, purpose: 0);
        List<SceneObject> objects;
        do objects = Objects(random, split);
        while (objects.Exists(o => o.Visible < LeastVisible));
        var (blur, noise, light) = View(random, split == SceneSplit.TestBlur);
        return new Scene(objects, blur, noise, light, random.Next());
    }

    private static List<SceneObject> Objects(SetRandom random, SceneSplit split)
    {
        int count = split == SceneSplit.TestCrowded ? 9 + random.Below(6) : 3 + random.Below(8);
        double[][] weights = [.. SceneTraits.All.Select(t => Favour(random, SceneTraits.Count(t)))];
        List<SceneObject> placed = [];
        for (int k = 0; k < count; k++)
        {
            var paint = Paint(random, split, weights, rare: k == 0);
            if (Place(random, paint, placed) is { } o) placed.Add(o);
            else return Objects(random, split);
        }
        placed.Sort((a, b) => a.Y.CompareTo(b.Y));
        return WithVisibility(placed);
    }

    // Uneven shares within a picture make larger counts and shared attributes common; over pictures every value is as likely.
    private static double[] Favour(SetRandom random, int values)
    {
        var shares = new double[values];
        for (int i = 0; i < values; i++) shares[i] = 0.08 - Math.Log(1 - random.Unit());
        return shares;
    }

    private static SceneObject Paint(SetRandom random, SceneSplit split, double[][] weights, bool rare)
    {
        int size = random.Weighted(weights[(int)Trait.Size]);
        var (least, most) = size == 0 && random.Chance(Tiny) ? SceneTraits.TinyRadius : SceneTraits.Radii[size];
        bool wanted = split == SceneSplit.TestCombinations && (rare || random.Chance(0.6));
        SceneObject o;
        do
        {
            int colour = random.Weighted(weights[(int)Trait.Colour]);
            double off = random.Chance(BetweenHues) ? random.Range(0.3, 0.7) : random.Range(-0.12, 0.12);
            int shape = random.Weighted(weights[(int)Trait.Shape]);
            o = new SceneObject
            {
                X = 0,
                Y = 0,
                Size = size,
                Shape = shape,
                Radius = random.Range(least, most),
                Angle = random.Range(-20, 20),
                Hue = (colour + off + SceneTraits.Count(Trait.Colour)) % SceneTraits.Count(Trait.Colour),
                Brightness = random.Range(0.9, 1.06),
                Texture = random.Weighted(weights[(int)Trait.Texture]),
            };
            if (wanted) o = o with { Shape = SceneTraits.HeldOutShape(o.Colour) };
        }
        while (split != SceneSplit.TestCombinations && SceneTraits.IsHeldOut(o.Colour, o.Shape));
        return o;
    }

    private static SceneObject? Place(SetRandom random, SceneObject o, List<SceneObject> placed)
    {
        double closeness = random.Chance(Overlapping) ? 0.5 : 0.98, edge = o.Radius + 0.01;
        for (int attempt = 0; attempt < 60; attempt++)
        {
            var here = o with { X = random.Range(edge, 1 - edge), Y = random.Range(edge, 1 - edge) };
            if (placed.TrueForAll(p => Far(here, p, closeness))) return here;
            if (attempt == 30) closeness = 0.6;
        }
        return null;
    }

    private static bool Far(SceneObject a, SceneObject b, double closeness)
    {
        double least = Math.Max(closeness * (a.Radius + b.Radius), 0.8 * Math.Max(a.Radius, b.Radius) + 0.01);
        return (a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y) > least * least;
    }

    /// <summary>The objects with what of each is seen.</summary>
    public static List<SceneObject> WithVisibility(IReadOnlyList<SceneObject> objects)
    {
        var coverage = SceneCoverage.Of(objects, Raster, Raster);
        var seen = new (int N, long X, long Y)[objects.Count + 1];
        var ids = coverage.Ids;
        for (int y = 0, i = 0; y < Raster; y++)
            for (int x = 0; x < Raster; x++, i++)
            {
                ref var s = ref seen[ids[i]];
                s = (s.N + 1, s.X + x, s.Y + y);
            }
        return [.. objects.Select((o, k) => Measured(o, seen[k + 1], coverage.Area[k]))];
    }

    private static SceneObject Measured(SceneObject o, (int N, long X, long Y) seen, int area) => seen.N == 0 ? o with { Visible = 0 } : o with
    {
        Visible = (double)seen.N / area,
        VisibleCentre = ((seen.X / (double)seen.N + 0.5) / Raster, (seen.Y / (double)seen.N + 0.5) / Raster),
    };

    private static (double Blur, double Noise, double Light) View(SetRandom random, bool heavy)
    {
        double blur = random.Chance(heavy ? 0.85 : 0.3) ? heavy ? random.Range(1.3, 2.8) : random.Range(0.35, 0.95) : 0;
        double noise = random.Chance(heavy ? 0.85 : 0.35) ? heavy ? random.Range(18, 40) : random.Range(3, 12) : 0;
        double light = random.Chance(heavy ? 0.4 : 0.2) ? heavy ? random.Range(0.4, 0.7) : random.Range(0.5, 0.85) : 1;
        return (blur / 128, noise, light);
    }
}
