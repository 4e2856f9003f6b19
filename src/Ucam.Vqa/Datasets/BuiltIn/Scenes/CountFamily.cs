namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>"How many red balls are there?": the count is drawn first, evenly over 0 to 5 as far as the scene has them.</summary>
internal sealed class CountFamily : QuestionFamily
{
    private const int Most = 5;

    private static readonly string[] Templates =
    [
        "How many {0} are there?", "How many {0} can you see?", "What is the number of {0}?", "Count the {0}.",
        "How many {0} are in the picture?", "How many {0} does the picture show?",
    ];

    private static readonly int[] Sets = [0b0001, 0b0010, 0b0100, 0b1000, 0b0011, 0b0110, 0b1010, 0b0101, 0b1001, 0b1100];

    private static readonly double[] Shares = [2, 2, 2, 2, 0.5, 0.8, 0.8, 0.5, 0.5, 1.5];

    private static readonly string[] Numbers = [.. Enumerable.Range(0, 32).Select(n => n.ToString())];

    public override string Name => "count";

    public override string AnswerType => "number";

    public override bool Presupposes => false;

    public override SceneQuestion? Ask(SceneAsker asker)
    {
        var random = asker.Random;
        var byCount = Candidates(asker, Sets[random.Weighted(Shares)]);
        int count = random.Below(Most + 1);
        if (byCount[count].Count == 0) return null;
        var description = random.Pick(byCount[count]);
        string text = Wording.Fill(random.Pick(Templates), SceneWording.Many(description, random));
        int objects = asker.Objects.Count;
        return Perceived(asker, seen => People(seen, objects, description),
            people => new SceneQuestion(Name, AnswerType, text, Numbers[count], people, asker.Matching(description), []));
    }

    private static AnswerDistribution People(ScenePerception seen, int objects, SceneDescription description)
    {
        double[] chances = [.. Enumerable.Range(0, objects).Select(k => seen.Fits(k, description))];
        return new AnswerDistribution(Numbers[..(objects + 1)], IndependentEvents.Count(chances));
    }

    // Every value pair that the picture shows in part: traits of one object, or of two different ones.
    private static List<SceneDescription>[] Candidates(SceneAsker asker, int set)
    {
        HashSet<SceneDescription> seen = [];
        List<SceneDescription>[] byCount = [.. Enumerable.Range(0, Most + 1).Select(_ => new List<SceneDescription>())];
        foreach (var description in Descriptions(asker, set))
        {
            if (description.IsHeldOut && !asker.RarePairs || !seen.Add(description)) continue;
            int count = asker.Count(description);
            if (count <= Most) byCount[count].Add(description);
        }
        return byCount;
    }

    private static IEnumerable<SceneDescription> Descriptions(SceneAsker asker, int set)
    {
        Trait[] traits = [.. SceneTraits.All.Where(t => (set >> (int)t & 1) != 0)];
        if (traits.Length == 1)
            return Enumerable.Range(0, SceneTraits.Count(traits[0])).Select(v => SceneDescription.Anything.With(traits[0], v));
        return from a in asker.Objects
               from b in asker.Objects
               select SceneDescription.Anything.With(traits[0], a[traits[0]]).With(traits[1], b[traits[1]]);
    }
}
