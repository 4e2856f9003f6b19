namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>"Do the ball and the star have the same texture?" and "Is there anything else of the same colour as the ring?".</summary>
internal sealed class SameFamily : QuestionFamily
{
    private static readonly string[] Pair =
    [
        "Do {0} and {1} have the same {2}?", "Are {0} and {1} the same {2}?",
        "Is the {2} of {0} the same as that of {1}?", "Does {0} have the same {2} as {1}?",
    ];

    private static readonly string[] Others =
    [
        "Are there other things of the same {2} as {0}?", "Is there another thing with the same {2} as {0}?",
        "Does anything else have the same {2} as {0}?", "Does any other object share the {2} of {0}?",
    ];

    public override string Name => "same";

    public override SceneQuestion? Ask(SceneAsker asker)
    {
        var trait = asker.Random.Pick(SceneTraits.All);
        bool answer = asker.Random.Chance(0.5);
        return asker.Random.Chance(0.5) ? AskPair(asker, trait, answer) : AskOthers(asker, trait, answer);
    }

    private SceneQuestion? AskPair(SceneAsker asker, Trait trait, bool answer)
    {
        var random = asker.Random;
        var references = References(asker, trait);
        var pairs = (from a in references from b in references where a.K != b.K select (A: a, B: b)).ToList();
        var fitting = pairs.FindAll(p => asker.Objects[p.A.K][trait] == asker.Objects[p.B.K][trait] == answer);
        if (fitting.Count == 0 || fitting.Count == pairs.Count) return null;
        var (first, second) = random.Pick(fitting);
        string text = Wording.Fill(random.Pick(Pair), SceneWording.The(first.Words, random), SceneWording.The(second.Words, random),
            SceneTraits.NameOf(trait));
        return Perceived(asker, seen => Yes(seen.Of(first.K, trait).Zip(seen.Of(second.K, trait), (x, y) => x * y).Sum()),
            people => YesOrNo(text, answer, people, [first.K, second.K], first.Words, second.Words));
    }

    private SceneQuestion? AskOthers(SceneAsker asker, Trait trait, bool answer)
    {
        var random = asker.Random;
        var references = References(asker, trait);
        var fitting = references.FindAll(r => asker.Count(Alike(asker, r.K, trait)) > 1 == answer);
        if (fitting.Count == 0 || fitting.Count == references.Count) return null;
        var (k, words) = random.Pick(fitting);
        string text = Wording.Fill(random.Pick(Others), SceneWording.The(words, random), "", SceneTraits.NameOf(trait));
        int objects = asker.Objects.Count;
        return Perceived(asker, seen => Yes(1 - NoneAlike(seen, objects, k, trait)),
            people => YesOrNo(text, answer, people, asker.Matching(Alike(asker, k, trait)), words));
    }

    private static List<(int K, SceneDescription Words)> References(SceneAsker asker, Trait trait)
    {
        List<(int, SceneDescription)> found = [];
        for (int k = 0; k < asker.Objects.Count; k++)
            if (asker.Reference(k, without: trait) is { } words) found.Add((k, words));
        return found;
    }

    private static SceneDescription Alike(SceneAsker asker, int k, Trait trait) =>
        SceneDescription.Anything.With(trait, asker.Objects[k][trait]);

    private static double NoneAlike(ScenePerception seen, int objects, int k, Trait trait)
    {
        double none = 0;
        var own = seen.Of(k, trait);
        for (int v = 0; v < own.Length; v++)
        {
            double p = own[v];
            for (int other = 0; other < objects; other++)
                if (other != k) p *= 1 - seen.Seen(other) * seen.Of(other, trait)[v];
            none += p;
        }
        return none;
    }
}
