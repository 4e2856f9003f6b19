namespace Ucam.Datasets.Nlvr;

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

    public static NlvrScene Create(SetRandom random, bool tower) => Create(random, tower,
        [.. Enumerable.Range(0, NlvrScene.BoxCount).Select(_ => 1 + random.Below(tower ? Tallest : MostObjects))], () => Kind(random, tower));

    /// <summary>The same objects in other places and boxes, as NLVR made the pictures that its writers should tell from the described ones.</summary>
    public static NlvrScene Shuffle(SetRandom random, NlvrScene scene)
    {
        var kinds = new Queue<NlvrObject>(random.Shuffled(scene.Boxes.SelectMany(b => b.Objects)));
        int[] counts;
        do counts = [.. Enumerable.Range(0, NlvrScene.BoxCount).Select(_ => 1 + random.Below(scene.IsTower ? Tallest : MostObjects))];
        while (counts.Sum() != kinds.Count);
        return Create(random, scene.IsTower, counts, kinds.Dequeue);
    }

    private static NlvrScene Create(SetRandom random, bool tower, int[] counts, Func<NlvrObject> kind) =>
        new([.. counts.Select(count => new NlvrBox(tower ? Tower(count, kind) : Scatter(random, count, kind)))], tower);

    /// <summary>An object without a place.</summary>
    private static NlvrObject Kind(SetRandom random, bool tower) => tower ? NlvrScene.Block(0, (NlvrColour)random.Below(3))
        : new NlvrObject(0, 0, 10 * (1 + random.Below(3)), (NlvrShape)random.Below(3), (NlvrColour)random.Below(3));

    private static NlvrObject[] Tower(int count, Func<NlvrObject> kind) => [.. Enumerable.Range(0, count).Select(height => NlvrScene.Block(height, kind().Colour))];

    /// <summary>Objects at random places; one that finds none among the others is left out, which seven large ones may come to.</summary>
    private static NlvrObject[] Scatter(SetRandom random, int count, Func<NlvrObject> kind)
    {
        List<NlvrObject> objects = [];
        for (int i = 0; i < count; i++)
        {
            NlvrObject next = kind();
            int most = NlvrBox.Side - next.Size;
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                next = next with { X = Math.Min(random.Below(NlvrBox.Side), most), Y = Math.Min(random.Below(NlvrBox.Side), most) };
                if (!objects.TrueForAll(o => AreApart(o, next))) continue;
                objects.Add(next);
                break;
            }
        }
        return [.. objects];
    }

    private static bool AreApart(NlvrObject a, NlvrObject b) => a.X + a.Size < b.X || b.X + b.Size < a.X || a.Y + a.Size < b.Y || b.Y + b.Size < a.Y;
}
