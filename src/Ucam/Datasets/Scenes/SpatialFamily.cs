namespace Ucam.Datasets.Scenes;

/// <summary>"Is the red ball left of the green star?": by the centres, which differ clearly; the direction follows a coin.</summary>
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

    public override string Name => "spatial";

    public override SceneQuestion? Ask(SceneAsker asker)
    {
        var random = asker.Random;
        int direction = random.Below(4);
        bool answer = random.Chance(0.5);
        int a = random.Below(asker.Objects.Count), b = random.Below(asker.Objects.Count);
        double along = SceneDirection.All[direction].Along(asker.Objects[a], asker.Objects[b]);
        if (Math.Abs(along) < LeastApart) return null;
        if (along > 0 != answer) (a, b, along) = (b, a, -along);
        if (asker.Reference(a) is not { } first || asker.Reference(b) is not { } second) return null;
        string text = SceneWording.Fill(random.Pick(Templates[direction]), SceneWording.The(first, random), SceneWording.The(second, random));
        return YesOrNo(text, answer, SceneDirection.Seen(along, asker.Scene), [a, b], first, second);
    }
}
