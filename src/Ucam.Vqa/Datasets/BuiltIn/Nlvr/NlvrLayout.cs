namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>
/// Draws scenes whose statistics are those of NLVR's development split (structured_rep of dev.json, 989 examples): 68 % towers,
/// heights 1 to 4 and colours even; scattered boxes hold 1 to 7 objects, evenly, with sizes, shapes and colours even; places are
/// even over the box and cut off at its right and lower side, which 19 % of the objects touch each; objects are at least a pixel apart.
/// </summary>
internal static class NlvrLayout
{
    /// <summary>Share of scenes with towers: 676 of 989.</summary>
    public const double Towers = 676.0 / 989;

    private const int Tallest = 4, MostObjects = 7, Attempts = 200;

    public static NlvrScene Create(SetRandom random, bool tower) =>
        new([.. Enumerable.Range(0, NlvrScene.BoxCount).Select(_ => new NlvrBox(tower ? Tower(random) : Scatter(random)))], tower);

    /// <summary>The same objects in other boxes and places.</summary>
    public static NlvrScene Shuffle(NlvrScene scene, SetRandom random)
    {
        NlvrObject[] objects = [.. scene.Boxes.SelectMany(b => b.Objects)];
        while (true)
        {
            Queue<NlvrObject> left = new(random.Shuffled(objects));
            int[] counts = scene.IsTower ? Heights(objects.Length, random) : Numbers(objects.Length, random);
            NlvrBox[] boxes =
                Array.ConvertAll(counts, n => new NlvrBox(Place([.. Enumerable.Range(0, n).Select(_ => left.Dequeue())], scene.IsTower, random)));
            // Where large objects met in a box there was no room for all.
            if (boxes.Sum(b => b.Objects.Count) == objects.Length) return new NlvrScene(boxes, scene.IsTower);
        }
    }

    /// <summary>Numbers of objects as a scene is drawn with, of those that add up to <paramref name="total"/>.</summary>
    private static int[] Numbers(int total, SetRandom random)
    {
        int[] counts;
        do counts = [1 + random.Below(MostObjects), 1 + random.Below(MostObjects), 1 + random.Below(MostObjects)];
        while (counts.Sum() != total);
        return counts;
    }

    /// <summary>Each block on a tower of its own choice: shuffled towers are more alike in height than others.</summary>
    private static int[] Heights(int total, SetRandom random)
    {
        int[] counts;
        do
        {
            counts = new int[NlvrScene.BoxCount];
            for (int i = 0; i < total; i++) counts[random.Below(counts.Length)]++;
        }
        while (counts.Min() == 0 || counts.Max() > Tallest);
        return counts;
    }

    private static NlvrObject[] Tower(SetRandom random) =>
        [.. Enumerable.Range(0, 1 + random.Below(Tallest)).Select(height => NlvrScene.Block(height, (NlvrColour)random.Below(3)))];

    private static NlvrObject[] Scatter(SetRandom random)
    {
        int wanted = 1 + random.Below(MostObjects);
        List<NlvrObject> objects = [];
        for (int attempt = 0; objects.Count < wanted && attempt < Attempts; attempt++)
            AddIfFree(objects, new NlvrObject(0, 0, 10 * (1 + random.Below(3)), (NlvrShape)random.Below(3), (NlvrColour)random.Below(3)), random);
        return [.. objects];
    }

    private static NlvrObject[] Place(NlvrObject[] objects, bool tower, SetRandom random)
    {
        if (tower) return [.. objects.Select((o, height) => NlvrScene.Block(height, o.Colour))];
        List<NlvrObject> placed = [];
        for (int attempt = 0; placed.Count < objects.Length && attempt < Attempts; attempt++) AddIfFree(placed, objects[placed.Count], random);
        return [.. placed];
    }

    /// <summary>Adds an object at a random place if it is a pixel away from the others there.</summary>
    private static void AddIfFree(List<NlvrObject> objects, NlvrObject o, SetRandom random)
    {
        NlvrObject next = o with
        { X = Math.Min(random.Below(NlvrBox.Side), NlvrBox.Side - o.Size), Y = Math.Min(random.Below(NlvrBox.Side), NlvrBox.Side - o.Size) };
        if (objects.TrueForAll(other => AreApart(other, next))) objects.Add(next);
    }

    private static bool AreApart(NlvrObject a, NlvrObject b) => a.X + a.Size < b.X || b.X + b.Size < a.X || a.Y + a.Size < b.Y || b.Y + b.Size < a.Y;
}
