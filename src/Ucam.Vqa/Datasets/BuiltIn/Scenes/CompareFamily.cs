namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>"Are there more red things than blue things?": two groups that differ in one value.</summary>
internal sealed class CompareFamily : QuestionFamily
{
    private static readonly string[][] Templates =
    [
        ["Are there more {0} than {1}?", "Is the number of {0} greater than the number of {1}?", "Do the {0} outnumber the {1}?",
            "Can you see more {0} than {1}?"],
        ["Are there fewer {0} than {1}?", "Is the number of {0} less than the number of {1}?", "Are the {0} fewer than the {1}?",
            "Can you see fewer {0} than {1}?"],
        ["Are there as many {0} as {1}?", "Is the number of {0} the same as the number of {1}?", "Are there equally many {0} and {1}?",
            "Do you see as many {0} as {1}?"],
    ];

    public override string Name => "compare";

    public override bool Presupposes => false;

    public override SceneQuestion? Ask(SceneAsker asker)
    {
        var random = asker.Random;
        bool answer = random.Chance(0.5);
        int relation = random.Below(3);
        var trait = random.Pick(SceneTraits.All);
        var pairs = Pairs(asker, trait);
        var fitting = pairs.FindAll(p => Holds(relation, p.First - p.Second) == answer);
        if (fitting.Count == 0 || fitting.Count == pairs.Count) return null;
        var (a, b, _, _) = random.Pick(fitting);
        var (first, second) = (SceneDescription.Anything.With(trait, a), SceneDescription.Anything.With(trait, b));
        string text = Wording.Fill(random.Pick(Templates[relation]), SceneWording.Many(first, random), SceneWording.Many(second, random));
        int[] deciding = [.. asker.Matching(first), .. asker.Matching(second)];
        int objects = asker.Objects.Count;
        return Perceived(asker, seen => Yes(Chance(seen, objects, trait, (a, b), relation)), people => YesOrNo(text, answer, people, deciding));
    }

    private static List<(int A, int B, int First, int Second)> Pairs(SceneAsker asker, Trait trait)
    {
        int values = SceneTraits.Count(trait);
        int[] counts = [.. Enumerable.Range(0, values).Select(v => asker.Count(SceneDescription.Anything.With(trait, v)))];
        List<(int, int, int, int)> pairs = [];
        for (int a = 0; a < values; a++)
            for (int b = 0; b < values; b++)
                if (a != b && counts[a] > 0 && counts[b] > 0) pairs.Add((a, b, counts[a], counts[b]));
        return pairs;
    }

    private static bool Holds(int relation, int difference) => relation switch
    {
        0 => difference > 0,
        1 => difference < 0,
        _ => difference == 0,
    };

    private static double Chance(ScenePerception seen, int n, Trait trait, (int A, int B) values, int relation)
    {
        double[] up = [.. Enumerable.Range(0, n).Select(k => seen.Seen(k) * seen.Of(k, trait)[values.A])];
        double[] down = [.. Enumerable.Range(0, n).Select(k => seen.Seen(k) * seen.Of(k, trait)[values.B])];
        return IndependentEvents.Difference(up, down).Select((p, i) => Holds(relation, i - n) ? p : 0).Sum();
    }
}
