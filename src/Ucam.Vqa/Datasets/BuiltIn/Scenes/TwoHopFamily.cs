namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>
/// "What colour is the nearest thing right of the blue ring?": of the objects within 45 degrees of the direction, the one whose
/// centre is nearest; the next must be at least a quarter farther.
/// </summary>
internal sealed class TwoHopFamily : QuestionFamily
{
    private const double LeastRatio = 1.25;

    private static readonly string[] Templates =
    [
        "What {1} is the nearest thing {2} {0}?", "What is the {1} of the thing just {2} {0}?",
        "Which {1} does the closest object {2} {0} have?", "What is the {1} of the nearest item {2} {0}?",
    ];

    public override string Name => "two-hop";

    public override string AnswerType => "other";

    public override SceneQuestion? Ask(SceneAsker asker)
    {
        var random = asker.Random;
        var direction = random.Pick(SceneDirection.All);
        var trait = random.Pick(SceneTraits.All);
        int anchor = random.Below(asker.Objects.Count);
        var near = Nearest(asker, direction, anchor);
        if (near.Length == 0 || near.Length > 1 && near[1].Distance < LeastRatio * near[0].Distance) return null;
        if (asker.Reference(anchor) is not { } words) return null;
        int target = near[0].K;
        string text = Wording.Fill(random.Pick(Templates), SceneWording.The(words, random), SceneTraits.NameOf(trait), direction.Name);
        string answer = SceneTraits.Name(trait, asker.Objects[target][trait]);
        return Perceived(asker, seen => People(seen, trait, near),
            people => new SceneQuestion(Name, AnswerType, text, answer, people, [target, anchor], [words]));
    }

    public override AnswerDistribution Guess(SceneQuestion question, Scene shown) =>
        GuessValue(SceneTraits.All.First(t => SceneTraits.Names(t).Contains(question.Answer)), shown);

    private static (int K, double Distance)[] Nearest(SceneAsker asker, SceneDirection direction, int anchor)
    {
        var from = asker.Objects[anchor];
        return [.. Enumerable.Range(0, asker.Objects.Count)
            .Where(k => k != anchor && direction.InCone(asker.Objects[k], from))
            .Select(k => (K: k, Distance: SceneDirection.Distance(asker.Objects[k], from)))
            .OrderBy(c => c.Distance)];
    }

    // The second nearest is taken for the nearest the more often, the closer their distances are.
    private static AnswerDistribution People(ScenePerception seen, Trait trait, (int K, double Distance)[] near)
    {
        double[] weights = [.. seen.Of(near[0].K, trait)];
        if (near.Length > 1)
        {
            double slip = 0.5 * Math.Exp(-(near[1].Distance / near[0].Distance - 1) / 0.13);
            var other = seen.Of(near[1].K, trait);
            for (int v = 0; v < weights.Length; v++) weights[v] = (1 - slip) * weights[v] + slip * other[v];
        }
        return new AnswerDistribution(SceneTraits.Names(trait), weights);
    }
}
