namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>"What colour is the large ring?": a trait of one object, named by its other traits.</summary>
internal sealed class AttributeFamily(Trait trait) : QuestionFamily
{
    private static readonly string[][] Templates =
    [
        ["What colour is {0}?", "What is the colour of {0}?", "Which colour does {0} have?", "{0} is what colour?", "Tell me the colour of {0}."],
        ["What shape is {0}?", "What is the shape of {0}?", "Which shape does {0} have?", "{0} has what shape?", "Tell me the shape of {0}."],
        ["What size is {0}?", "What is the size of {0}?", "How big is {0}?", "{0} is what size?", "Which size does {0} have?"],
        ["What texture does {0} have?", "What is the texture of {0}?", "Which pattern is on {0}?", "What pattern does {0} have?",
            "Tell me the texture of {0}."],
    ];

    public override string Name => SceneTraits.NameOf(trait);

    public override string AnswerType => "other";

    public override SceneQuestion? Ask(SceneAsker asker)
    {
        int k = asker.Random.Below(asker.Objects.Count);
        if (asker.Reference(k, without: trait) is not { } reference) return null;
        string text = Wording.Fill(asker.Random.Pick(Templates[(int)trait]), SceneWording.The(reference, asker.Random));
        string answer = SceneTraits.Name(trait, asker.Objects[k][trait]);
        return Perceived(asker, seen => new AnswerDistribution(SceneTraits.Names(trait), seen.Of(k, trait)),
            people => new SceneQuestion(Name, AnswerType, text, answer, people, [k], [reference]));
    }

    public override AnswerDistribution Guess(SceneQuestion question, Scene shown) => GuessValue(trait, shown);
}
