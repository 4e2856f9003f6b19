namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>
/// "Is the red ball left of the green star?", "Is it above or below?": by the centres, which differ clearly; the direction follows a coin.
/// </summary>
internal sealed class SpatialFamily : QuestionFamily
{
    private const double LeastApart = 0.05;

    private static readonly string[][] Templates =
    [
        ["Is {0} left of {1}?", "Is {0} to the left of {1}?", "Does {0} lie left of {1}?", "Is {0} on the left side of {1}?"],
        ["Is {0} right of {1}?", "Is {0} to the right of {1}?", "Does {0} lie right of {1}?", "Is {0} on the right side of {1}?"],
        ["Is {0} above {1}?", "Is {0} higher up than {1}?", "Does {0} lie above {1}?", "Is {0} somewhere above {1}?"],
        ["Is {0} below {1}?", "Is {0} lower down than {1}?", "Does {0} lie below {1}?", "Is {0} somewhere below {1}?"],
    ];

    // Which of two directions, for each axis.
    private static readonly string[][] Choices =
    [
        ["Is {0} left or right of {1}?", "Is {0} to the left or to the right of {1}?", "On which side of {1} is {0}, left or right?"],
        ["Is {0} above or below {1}?", "Does {0} lie above or below {1}?", "Is {0} higher up or lower down than {1}, above or below?"],
    ];

    private static readonly string[] Answers = ["left", "right", "above", "below"];

    public override string Name => "spatial";

    public override SceneQuestion? Ask(SceneAsker asker)
    {
        var random = asker.Random;
        int direction = random.Below(4);
        bool choice = random.Chance(0.5), wanted = random.Chance(0.5);
        int a = random.Below(asker.Objects.Count), b = random.Below(asker.Objects.Count);
        double along = SceneDirection.All[direction].Along(asker.Objects[a], asker.Objects[b]);
        if (Math.Abs(along) < LeastApart) return null;
        if (along > 0 != wanted) (a, b, along) = (b, a, -along);
        if (asker.Reference(a) is not { } first || asker.Reference(b) is not { } second) return null;
        string[] words = [SceneWording.The(first, random), SceneWording.The(second, random)];
        double seen = SceneDirection.Seen(along, asker.Scene);
        if (!choice) return YesOrNo(Wording.Fill(random.Pick(Templates[direction]), words[0], words[1]), wanted, Yes(seen), [a, b], first, second);
        string[] both = [Answers[direction], Answers[direction ^ 1]];
        return new SceneQuestion(Name, "other", Wording.Fill(random.Pick(Choices[direction / 2]), words[0], words[1]),
            both[wanted ? 0 : 1], new AnswerDistribution(both, [seen, 1 - seen]), [a, b], [first, second]);
    }

    public override AnswerDistribution Guess(SceneQuestion question, Scene shown) => GuessSide(Answers, question) ?? base.Guess(question, shown);
}
