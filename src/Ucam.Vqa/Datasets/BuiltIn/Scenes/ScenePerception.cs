namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>
/// How people perceive the objects of a scene: for every trait of every object the probability of each value, and the
/// probability that the object is overlooked. The model and its constants are described in docs/scenes.md.
/// </summary>
internal sealed class ScenePerception
{
    private const double Slip = 0.008, Worst = 0.75, HueWidth = 0.09;

    // What a shape is taken for when it is hard to see; rows are shapes, in the order of SceneShape.
    private static readonly double[][] TakenFor =
    [
        [0, 0.30, 0.05, 0.05, 0.20, 0.40],
        [0.50, 0, 0.20, 0.10, 0.05, 0.15],
        [0.10, 0.35, 0, 0.30, 0.05, 0.20],
        [0.15, 0.25, 0.30, 0, 0.05, 0.25],
        [0.70, 0.10, 0.05, 0.05, 0, 0.10],
        [0.45, 0.15, 0.25, 0.10, 0.05, 0],
    ];

    private static readonly double[] SizeBorders = [Math.Log(0.0795), Math.Log(0.121)];

    private readonly double[][][] _values;
    private readonly double[] _overlooked;

    public ScenePerception(Scene scene) : this(scene.Objects, _ => scene.View) { }

    /// <summary>The same where every object has a view of its own.</summary>
    public ScenePerception(IReadOnlyList<SceneObject> objects, Func<int, SceneView> viewOf)
    {
        _values = new double[objects.Count][][];
        _overlooked = new double[objects.Count];
        for (int k = 0; k < _values.Length; k++)
        {
            var difficulty = SceneDifficulty.Of(viewOf(k), objects[k]);
            _values[k] = Perceive(objects[k], difficulty);
            _overlooked[k] = 0.003 + 0.5 * (1 - Math.Exp(-difficulty.Presence));
        }
    }

    /// <summary>Probability of each value of a trait of an object.</summary>
    public double[] Of(int k, Trait trait) => _values[k][(int)trait];

    /// <summary>Probability that an object is seen at all.</summary>
    public double Seen(int k) => 1 - _overlooked[k];

    /// <summary>Probability that an object is seen and taken to fit a description.</summary>
    public double Fits(int k, SceneDescription description)
    {
        double p = Seen(k);
        foreach (var trait in SceneTraits.All)
            if (description[trait] >= 0) p *= Of(k, trait)[description[trait]];
        return p;
    }

    private static double[][] Perceive(SceneObject o, SceneDifficulty difficulty) =>
        [Colour(o, Error(difficulty.Colour)), Shape(o, Error(difficulty.Shape)), Size(o, difficulty.SizeSpread),
            Texture(o, Error(difficulty.Texture))];

    private static double Error(double difficulty) => Slip + (Worst - Slip) * (1 - Math.Exp(-difficulty));

    // The name of a hue is a logistic choice between its two neighbours; an error moves to a name next to the one meant.
    private static double[] Colour(SceneObject o, double error)
    {
        int names = SceneTraits.Count(Trait.Colour), below = (int)o.Hue % names;
        double upper = 1 / (1 + Math.Exp(-(o.Hue - Math.Floor(o.Hue) - 0.5) / HueWidth));
        var named = new double[names];
        named[below] = 1 - upper;
        named[(below + 1) % names] = upper;
        var seen = new double[names];
        for (int c = 0; c < names; c++)
            seen[c] = (1 - error) * named[c] + error / 2 * (named[(c + 1) % names] + named[(c + names - 1) % names]);
        return seen;
    }

    private static double[] Shape(SceneObject o, double error)
    {
        double[] seen = Array.ConvertAll(TakenFor[o.Shape], p => error * p);
        seen[o.Shape] = 1 - error;
        return seen;
    }

    private static double[] Size(SceneObject o, double spread)
    {
        double log = Math.Log(o.Radius);
        double small = Normal.Below((SizeBorders[0] - log) / spread), large = 1 - Normal.Below((SizeBorders[1] - log) / spread);
        return [small, Math.Max(0, 1 - small - large), large];
    }

    // A pattern that is hard to see is mostly taken for none.
    private static double[] Texture(SceneObject o, double error)
    {
        int count = SceneTraits.Count(Trait.Texture);
        var seen = new double[count];
        for (int t = 0; t < count; t++) seen[t] = error * (o.Texture == 0 ? 1.0 / (count - 1) : t == 0 ? 0.6 : 0.4 / (count - 2));
        seen[o.Texture] = 1 - error;
        return seen;
    }
}
