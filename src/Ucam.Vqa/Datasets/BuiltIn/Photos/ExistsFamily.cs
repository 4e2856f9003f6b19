namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>"Is there a dog?": the answer is drawn before the kind; people say yes who see one in any tile, each tile seen independently.</summary>
internal sealed class ExistsFamily : PhotoFamily
{
    private static readonly string[] Templates =
        ["Is there {0}?", "Is there {0} in the picture?", "Do you see {0}?", "Can you see {0}?", "Does the picture show {0}?",
            "Is {0} in the picture?"];

    public override string Name => "exists";

    public override string AnswerType => "yes/no";

    public override PhotoQuestion? Ask(PhotoAsker asker)
    {
        bool present = asker.Random.Chance(0.5);
        int[] kinds = [.. Enumerable.Range(0, PhotoClasses.Count).Where(k => asker.Mosaic.Of(k).Length > 0 == present)];
        if (kinds.Length == 0) return null;
        int kind = asker.Random.Pick(kinds);
        double none = asker.Seen([kind]).Aggregate(1.0, (product, seen) => product * (1 - seen));
        return YesOrNo(Wording.Fill(asker.Random.Pick(Templates), PhotoClasses.A(kind, asker.Random)), 1 - none, asker.Mosaic.Of(kind));
    }
}
