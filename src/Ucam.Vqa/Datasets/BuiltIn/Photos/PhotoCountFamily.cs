namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>"How many dogs are there?", "How many animals are there?": each tile counts with the share of people who see one in it.</summary>
internal sealed class PhotoCountFamily : PhotoFamily
{
    private static readonly string[] Templates =
        ["How many {0} are there?", "How many {0} can you see?", "How many {0} are in the picture?", "What is the number of {0}?", "Count the {0}."];

    private static readonly string[] Numbers = [.. Enumerable.Range(0, 10).Select(n => n.ToString())];

    public override string Name => "count";

    public override string AnswerType => "number";

    public override PhotoQuestion Ask(PhotoAsker asker)
    {
        SetRandom random = asker.Random;
        int kind = random.Chance(0.75) ? asker.Mosaic.Tiles[random.Below(asker.Mosaic.Tiles.Length)].Class : random.Below(PhotoClasses.Count);
        int group = random.Chance(0.4) ? random.Below(PhotoClasses.GroupCount) : -1;
        IReadOnlyList<int> kinds = group >= 0 ? PhotoClasses.Group(group) : [kind];
        string text = Wording.Fill(random.Pick(Templates), group >= 0 ? PhotoClasses.ManyOfGroup(group, random) : PhotoClasses.Many(kind, random));
        double[] counts = IndependentEvents.Count(asker.Seen(kinds));
        return new PhotoQuestion(text, new AnswerDistribution(Numbers[..counts.Length], counts), [.. kinds.SelectMany(asker.Mosaic.Of)]);
    }
}
