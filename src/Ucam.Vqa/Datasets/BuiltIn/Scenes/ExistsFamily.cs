namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>
/// "Is there a striped cube?": the answer is drawn before the words. A "no" is a near miss: every value it names is in the
/// picture wherever that is possible, only not together.
/// </summary>
internal sealed class ExistsFamily : QuestionFamily
{
    private static readonly string[] Single =
        ["Is there {0}?", "Do you see {0}?", "Can you see {0} in the picture?", "Does the picture show {0}?", "Is {0} visible?"];

    private static readonly string[] Plural = ["Are there any {0}?", "Does the picture contain any {0}?"];

    // Which traits a phrase names, one bit each, and how often.
    private static readonly int[] Sets = [0b0001, 0b0010, 0b0011, 0b0110, 0b1010, 0b0101, 0b1001, 0b0111, 0b1011];

    private static readonly double[] Shares = [1, 1.4, 3, 1.5, 1.5, 1, 1, 1, 1];

    public override string Name => "exists";

    public override bool Presupposes => false;

    public override SceneQuestion? Ask(SceneAsker asker)
    {
        var random = asker.Random;
        bool answer = random.Chance(0.5);
        int set = Sets[random.Weighted(Shares)];
        var present = Present(asker, set);
        var absent = Absent(asker, set);
        if (present is null || absent is null) return null;
        var description = (answer ? present : absent).Value;
        bool single = random.Chance(0.7);
        string text = single
            ? Wording.Fill(random.Pick(Single), SceneWording.A(description, random))
            : Wording.Fill(random.Pick(Plural), SceneWording.Many(description, random));
        int objects = asker.Objects.Count;
        return Perceived(asker, seen => Yes(1 - None(seen, objects, description)),
            people => YesOrNo(text, answer, people, asker.Matching(description)));
    }

    private static double None(ScenePerception seen, int objects, SceneDescription description)
    {
        double none = 1;
        for (int k = 0; k < objects; k++) none *= 1 - seen.Fits(k, description);
        return none;
    }

    private static SceneDescription? Present(SceneAsker asker, int set)
    {
        var description = SceneDescription.Of(asker.Random.Pick(asker.Objects), set);
        return description.IsHeldOut && !asker.RarePairs ? null : description;
    }

    private static SceneDescription? Absent(SceneAsker asker, int set)
    {
        var random = asker.Random;
        bool alone = int.PopCount(set) == 1;
        for (int attempt = 0; attempt < 12; attempt++)
        {
            var description = SceneDescription.Anything;
            foreach (var trait in SceneTraits.All)
                if ((set >> (int)trait & 1) != 0)
                    description = description.With(trait, alone ? random.Below(SceneTraits.Count(trait)) : random.Pick(asker.Objects)[trait]);
            if (asker.Count(description) == 0 && (asker.RarePairs || !description.IsHeldOut)) return description;
        }
        return null;
    }
}
