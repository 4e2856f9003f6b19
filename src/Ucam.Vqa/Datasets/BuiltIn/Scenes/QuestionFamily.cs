namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>A way of asking about a scene.</summary>
internal abstract class QuestionFamily
{
    /// <summary>The families by name.</summary>
    public static IReadOnlyDictionary<string, QuestionFamily> All { get; } = new QuestionFamily[]
    {
        new AttributeFamily(Trait.Colour), new AttributeFamily(Trait.Shape), new AttributeFamily(Trait.Size),
        new AttributeFamily(Trait.Texture), new ExistsFamily(), new CountFamily(), new CompareFamily(), new PlaceFamily(), new SpatialFamily(),
        new SameFamily(), new TwoHopFamily(),
    }.ToDictionary(f => f.Name);

    protected static readonly string[] YesNo = ["yes", "no"];

    /// <summary>Name of the family, the question type of its items.</summary>
    public abstract string Name { get; }

    /// <summary>"yes/no", "number" or "other".</summary>
    public virtual string AnswerType => "yes/no";

    /// <summary>Whether the question takes for granted that something is in the picture.</summary>
    public virtual bool Presupposes => true;

    /// <summary>A question that the scene allows; null if this attempt found none.</summary>
    public abstract SceneQuestion? Ask(SceneAsker asker);

    /// <summary>What people say who cannot find what the question is about: see docs/scenes.md, "Wrong picture".</summary>
    public virtual AnswerDistribution Guess(SceneQuestion question, Scene shown) => new(YesNo, [0.35, 0.65]);

    protected SceneQuestion YesOrNo(string text, bool answer, AnswerDistribution people, int[] deciding, params SceneDescription[] presupposed) =>
        new(Name, AnswerType, text, answer ? "yes" : "no", people, deciding, presupposed);

    /// <summary>A question whose answer hangs on how the objects are perceived.</summary>
    protected static SceneQuestion Perceived(SceneAsker asker, Func<ScenePerception, AnswerDistribution> people,
        Func<AnswerDistribution, SceneQuestion> ask) => ask(people(asker.Perception)) with { AnsweredBy = people };

    /// <summary>What people say of whom a share says yes.</summary>
    protected static AnswerDistribution Yes(double share) => new(YesNo, [share, 1 - share]);

    /// <summary>
    /// Either of two opposite directions, the pairs standing side by side in <paramref name="directions"/>; null for another answer.
    /// </summary>
    protected static AnswerDistribution? GuessSide(string[] directions, SceneQuestion question)
    {
        int at = Array.IndexOf(directions, question.Answer);
        return at < 0 ? null : new AnswerDistribution([directions[at & ~1], directions[at | 1]], [0.5, 0.5]);
    }

    /// <summary>Half of the people guess any value, half say what some object of the picture shows.</summary>
    protected static AnswerDistribution GuessValue(Trait trait, Scene shown)
    {
        var names = SceneTraits.Names(trait);
        var weights = new double[names.Length];
        Array.Fill(weights, 0.5 / names.Length);
        foreach (var o in shown.Objects) weights[o[trait]] += 0.5 / shown.Objects.Count;
        return new AnswerDistribution(names, weights);
    }
}
