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

    public static NlvrScene Create(SetRandom random, bool tower) =>
        new([.. Enumerable.Range(0, NlvrScene.BoxCount).Select(_ => new NlvrBox(tower ? Tower(random) : Scatter(random)))], tower);

    private static NlvrObject[] Tower(SetRandom random) =>
        [.. Enumerable.Range(0, 1 + random.Below(Tallest)).Select(height => NlvrScene.Block(height, (NlvrColour)random.Below(3)))];

    private static NlvrObject[] Scatter(SetRandom random)
    {
        int wanted = 1 + random.Below(MostObjects);
        List<NlvrObject> objects = [];
        for (int attempt = 0; objects.Count < wanted && attempt < Attempts; attempt++)
        {
            int size = 10 * (1 + random.Below(3));
            int x = Math.Min(random.Below(NlvrBox.Side), NlvrBox.Side - size), y = Math.Min(random.Below(NlvrBox.Side), NlvrBox.Side - size);
            var next = new NlvrObject(x, y, size, (NlvrShape)random.Below(3), (NlvrColour)random.Below(3));
            if (objects.TrueForAll(o => AreApart(o, next))) objects.Add(next);
        }
        return [.. objects];
    }

    private static bool AreApart(NlvrObject a, NlvrObject b) => a.X + a.Size < b.X || b.X + b.Size < a.X || a.Y + a.Size < b.Y || b.Y + b.Size < a.Y;
}
