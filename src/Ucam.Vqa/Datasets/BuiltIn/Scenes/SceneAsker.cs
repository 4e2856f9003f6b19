namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>A scene with what question families need: perception and phrases that single out one object.</summary>
internal sealed class SceneAsker
{
    // Distances of a hue from a name, in steps between names: within Sure it bears the name, within Doubtful it may.
    private const double Sure = 0.38, Doubtful = 0.65;

    private static readonly int[] TraitSets = [.. Enumerable.Range(1, 15).OrderBy(s => int.PopCount(s))];

    public SceneAsker(Scene scene, SetRandom random, bool rarePairs)
    {
        (Scene, Random, RarePairs) = (scene, random, rarePairs);
        Perception = new ScenePerception(scene);
    }

    public Scene Scene { get; }

    public IReadOnlyList<SceneObject> Objects => Scene.Objects;

    public ScenePerception Perception { get; }

    public SetRandom Random { get; }

    /// <summary>Whether pairs of colour and shape that training never sees may be named.</summary>
    public bool RarePairs { get; }

    /// <summary>The objects that fit a description.</summary>
    public int[] Matching(SceneDescription description)
    {
        List<int> found = [];
        for (int k = 0; k < Objects.Count; k++)
            if (description.Matches(Objects[k])) found.Add(k);
        return [.. found];
    }

    public int Count(SceneDescription description)
    {
        int count = 0;
        for (int k = 0; k < Objects.Count; k++)
            if (description.Matches(Objects[k])) count++;
        return count;
    }

    /// <summary>
    /// Words that fit object <paramref name="k"/> and no other, without naming a trait; as few as possible, now and then one more.
    /// Null if there are none.
    /// </summary>
    public SceneDescription? Reference(int k, Trait? without = null)
    {
        List<int> sets = [];
        int most = 4;
        foreach (int set in TraitSets)
        {
            if (int.PopCount(set) > most) break;
            if (without is { } t && (set >> (int)t & 1) != 0 || !IsUnique(k, set)) continue;
            if (sets.Count == 0) most = int.PopCount(set) + (Random.Chance(0.2) ? 1 : 0);
            sets.Add(set);
        }
        return sets.Count == 0 ? null : SceneDescription.Of(Objects[k], Random.Pick(sets));
    }

    // A hue between two names may pass for either, so a colour singles out an object only if it is clear.
    private bool IsUnique(int k, int set)
    {
        if (!Fits(k, k, set, Sure)) return false;
        for (int other = 0; other < Objects.Count; other++)
            if (other != k && Fits(other, k, set, Doubtful)) return false;
        return true;
    }

    private bool Fits(int other, int k, int set, double reach)
    {
        SceneObject a = Objects[other], b = Objects[k];
        for (int t = 1; t < 4; t++)
            if ((set >> t & 1) != 0 && a[(Trait)t] != b[(Trait)t]) return false;
        return (set & 1) == 0 || Distance(a.Hue, b.Colour) < reach;
    }

    /// <summary>Whether a hue may pass for a colour's name.</summary>
    public static bool MayPass(double hue, int name) => Distance(hue, name) < Doubtful;

    private static double Distance(double hue, int name)
    {
        double distance = Math.Abs(hue - name);
        return Math.Min(distance, SceneTraits.Count(Trait.Colour) - distance);
    }
}
