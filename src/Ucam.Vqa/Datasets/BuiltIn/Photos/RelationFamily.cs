namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>
/// "What is right of the ship?": the neighbour of a tile whose kind no other tile has. Who does not recognise the ship as one names
/// any other tile.
/// </summary>
internal sealed class RelationFamily : PhotoFamily
{
    private static readonly (int Row, int Column, string[] Words)[] Directions =
    [
        (0, -1, ["left of", "to the left of", "directly left of"]), (0, 1, ["right of", "to the right of", "directly right of"]),
        (-1, 0, ["above", "directly above", "just above"]), (1, 0, ["below", "directly below", "under"]),
    ];

    private static readonly string[] Templates =
        ["What is {0} {1}?", "What can you see {0} {1}?", "Which thing is {0} {1}?", "What does the picture show {0} {1}?", "{1} has what {0} it?"];

    public override string Name => "relation";

    public override PhotoQuestion? Ask(PhotoAsker asker)
    {
        Mosaic mosaic = asker.Mosaic;
        int anchor = asker.Random.Below(mosaic.Tiles.Length);
        int kind = mosaic.Tiles[anchor].Class;
        var (row, column, words) = asker.Random.Pick(Directions);
        int target = mosaic.At(mosaic.Tiles[anchor].Row + row, mosaic.Tiles[anchor].Column + column);
        if (target < 0 || mosaic.Of(kind).Length > 1) return null;
        string template = asker.Random.Pick(Templates), direction = asker.Random.Pick(words);
        if (template[1] == '1') direction = words[0];
        string text = Wording.Fill(template, direction, PhotoClasses.The(kind, asker.Random));
        return new PhotoQuestion(text, new AnswerDistribution(PhotoClasses.Answers, Answers(asker, anchor, kind, target)), [target, anchor]);
    }

    private static double[] Answers(PhotoAsker asker, int anchor, int kind, int target)
    {
        double found = asker.People[anchor][kind];
        int[] others = [.. Enumerable.Range(0, asker.People.Length).Where(t => t != anchor)];
        return [.. Enumerable.Range(0, PhotoClasses.Count).Select(k =>
            found * asker.People[target][k] + (1 - found) * others.Average(t => asker.People[t][k]))];
    }
}
