namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>"Are there more dogs than cats?": two kinds, or animals and vehicles; the answer is drawn before the kinds.</summary>
internal sealed class PhotoCompareFamily : PhotoFamily
{
    private static readonly string[] Templates =
        ["Are there more {0} than {1}?", "Can you see more {0} than {1}?", "Is the number of {0} greater than the number of {1}?",
            "Do the {0} outnumber the {1}?"];

    public override string Name => "compare";

    public override string AnswerType => "yes/no";

    public override PhotoQuestion? Ask(PhotoAsker asker)
    {
        if (asker.Mosaic.Tiles.Length < 2) return null;
        SetRandom random = asker.Random;
        bool answer = random.Chance(0.5), groups = random.Chance(0.4);
        int count = groups ? PhotoClasses.GroupCount : PhotoClasses.Count;
        IReadOnlyList<int> Kinds(int i) => groups ? PhotoClasses.Group(i) : [i];
        int[] sizes = [.. Enumerable.Range(0, count).Select(i => Kinds(i).Sum(k => asker.Mosaic.Of(k).Length))];
        var fitting = Enumerable.Range(0, count * count).Select(i => (A: i / count, B: i % count))
            .Where(p => p.A != p.B && sizes[p.A] > sizes[p.B] == answer && sizes[p.A] + sizes[p.B] > 0).ToArray();
        if (fitting.Length == 0) return null;
        var (a, b) = random.Pick(fitting);
        string Word(int i) => groups ? PhotoClasses.ManyOfGroup(i, random) : PhotoClasses.Many(i, random);
        double more = IndependentEvents.Difference(asker.Seen(Kinds(a)), asker.Seen(Kinds(b))).Skip(asker.People.Length + 1).Sum();
        return YesOrNo(Wording.Fill(random.Pick(Templates), Word(a), Word(b)), more, [.. Kinds(a).Concat(Kinds(b)).SelectMany(asker.Mosaic.Of)]);
    }
}
