namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>"Is the red ball left of the middle?", "Is it at the top or at the bottom?": one object against the middle of the picture.</summary>
internal sealed class PlaceFamily : QuestionFamily
{
    private const double LeastApart = 0.05;

    private static readonly SceneObject Middle = new()
    {
        X = 0.5,
        Y = 0.5,
        Radius = 0,
        Angle = 0,
        Hue = 0,
        Brightness = 1,
        Size = 0,
        Shape = 0,
        Texture = 0,
    };

    // Which half, for each of left, right, above and below; then which of two halves, for each axis.
    private static readonly string[][] Halves =
    [
        ["Is {0} left of the middle?", "Is {0} to the left of the centre?", "Is {0} in the left half of the picture?", "Does {0} lie on the left?"],
        ["Is {0} right of the middle?", "Is {0} to the right of the centre?", "Is {0} in the right half of the picture?",
            "Does {0} lie on the right?"],
        ["Is {0} above the middle?", "Is {0} higher up than the centre?", "Is {0} in the upper half of the picture?", "Does {0} lie at the top?"],
        ["Is {0} below the middle?", "Is {0} lower down than the centre?", "Is {0} in the lower half of the picture?", "Does {0} lie at the bottom?"],
    ];

    private static readonly string[][] Choices =
    [
        ["Is {0} on the left or on the right?", "On which side is {0}, left or right?", "Does {0} lie left or right of the middle?"],
        ["Is {0} at the top or at the bottom?", "Is {0} in the upper or in the lower half?", "Does {0} lie above or below the middle?"],
    ];

    private static readonly string[] Answers = ["left", "right", "top", "bottom"];

    public override string Name => "place";

    public override SceneQuestion? Ask(SceneAsker asker)
    {
        var random = asker.Random;
        int k = random.Below(asker.Objects.Count), axis = random.Below(2);
        bool choice = random.Chance(0.5), wanted = random.Chance(0.5);
        double first = SceneDirection.All[2 * axis].Along(asker.Objects[k], Middle);
        if (Math.Abs(first) < LeastApart || asker.Reference(k) is not { } reference) return null;
        string words = SceneWording.The(reference, random);
        double seen = SceneDirection.Seen(first, asker.Scene);
        if (!choice)
        {
            bool named = first > 0 == wanted;
            string text = Wording.Fill(random.Pick(Halves[2 * axis + (named ? 0 : 1)]), words);
            return YesOrNo(text, wanted, Yes(named ? seen : 1 - seen), [k], reference);
        }
        string[] sides = Answers[(2 * axis)..(2 * axis + 2)];
        return new SceneQuestion(Name, "other", Wording.Fill(random.Pick(Choices[axis]), words), sides[first > 0 ? 0 : 1],
            new AnswerDistribution(sides, [seen, 1 - seen]), [k], [reference]);
    }

    public override AnswerDistribution Guess(SceneQuestion question, Scene shown) => GuessSide(Answers, question) ?? base.Guess(question, shown);
}
