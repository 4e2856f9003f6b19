namespace Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

/// <summary>
/// Makes the cases of Scenes-Doubt; a case hangs on seed and number alone. Scenes are drawn as Scenes draws them, cleared of what is hard to see,
/// and taken where a question can be asked whose doubt the difficulties of an object that matters raise by enough, and those of another object
/// do not change at all.
/// </summary>
internal static class DoubtCaseMaker
{
    private const int Attempts = 2000, Stream = 2_000_003, MostObjects = 7;
    private const double LeastDoubt = 0.25, LeastPlanted = 0.15, MostLeft = 0.5, MostOfControl = 1e-9;

    /// <summary>A case whose difficulties people have.</summary>
    /// <exception cref="UcamException">None was found, which the numbers above do not let happen.</exception>
    public static DoubtCase Hard(int seed, int number) => Find(seed, number, 0, HardFrom);

    /// <summary>A case of an object that training never shows so.</summary>
    /// <exception cref="UcamException">None was found.</exception>
    public static DoubtCase Unfamiliar(int seed, int number) => Find(seed, number, 1, UnfamiliarFrom);

    private static DoubtCase Find(int seed, int number, int kind, Func<Scene, SetRandom, DoubtCase?> make)
    {
        var random = SetRandom.For(seed, (int)ScenesDoubtPart.Test + kind, number, purpose: 3);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Scene scene = SceneLayout.Create(unchecked(seed + Stream + kind), SceneSplit.Test, number * (Attempts / 2) + attempt / 2);
            if (scene.Objects.Count > MostObjects || Cleared(scene, random) is not { } clean) continue;
            if (make(clean, random) is { } found) return found;
        }
        throw new UcamException($"Scenes-Doubt: no question was found for picture {number}; take another seed.") { Field = "seed" };
    }

    // Nothing tiny, nothing between two colours, nothing covered, a clear view.
    private static Scene? Cleared(Scene scene, SetRandom random)
    {
        var objects = SceneLayout.WithVisibility([.. scene.Objects.Select(o => o with
        {
            Radius = Math.Max(o.Radius, SceneTraits.Radii[0].Least + 0.01),
            Hue = (o.Colour + random.Range(-0.1, 0.1) + SceneTraits.Count(Trait.Colour)) % SceneTraits.Count(Trait.Colour),
        })]);
        return objects.Exists(o => o.Visible < 0.97) ? null : new Scene(objects, 0, 0, 1, scene.PaintSeed);
    }

    private static DoubtCase? HardFrom(Scene clean, SetRandom random)
    {
        if (Ask(clean, random, [.. QuestionFamily.All.Values]) is not { Deciding.Length: > 0 } question) return null;
        int target = question.Deciding[0];
        int[] apart = [.. Enumerable.Range(0, clean.Objects.Count).Where(k => k != target && !question.Deciding.Contains(k) && IsApart(clean, k))];
        if (apart.Length == 0 || !IsApart(clean, target)) return null;
        int[] alike = [.. apart.Where(k => clean.Objects[k].Size == clean.Objects[target].Size)];
        int control = random.Pick(alike.Length > 0 ? alike : apart);
        bool named = question.Presupposed.Any(words => words.Colour >= 0);
        var both = DoubtDraw.Causes(clean.Objects[target], clean.Objects[control], colours: !named, random);
        if (both.Length < 2) return null;
        List<DoubtPlayer> players = [.. both.SelectMany(p => new[] { p with { Object = target }, p with { Object = control } })];
        if (question.Deciding.Skip(1).FirstOrDefault(k => k != target && IsApart(clean, k), -1) is >= 0 and var second)
            players.Add(DoubtDraw.Causes(clean.Objects[second], clean.Objects[second], !named, random)[0] with { Object = second });
        var made = new DoubtCase(new DoubtScene(clean, players), question, control);
        return StaysClear(made) && IsWorthIt(made) ? made : null;
    }

    private static DoubtCase? UnfamiliarFrom(Scene clean, SetRandom random)
    {
        QuestionFamily[] families = [new AttributeFamily(Trait.Shape), new AttributeFamily(Trait.Size), new AttributeFamily(Trait.Texture)];
        if (Ask(clean, random, families) is not { } question || question.Presupposed[0].Colour >= 0) return null;
        int target = question.Deciding[0], shape = clean.Objects[target].Shape;
        int[] strange = [.. Enumerable.Range(0, SceneTraits.Count(Trait.Colour)).Where(colour => SceneTraits.IsHeldOut(colour, shape))];
        var scene = new DoubtScene(clean, [new DoubtPlayer(target, DoubtCause.Unfamiliar, random.Pick(strange))]);
        return new DoubtCase(scene, question, control: -1);
    }

    private static SceneQuestion? Ask(Scene clean, SetRandom random, QuestionFamily[] families) =>
        random.Pick(families).Ask(new SceneAsker(clean, random, rarePairs: false)) is { AnsweredBy: not null } question ? question : null;

    private static bool IsApart(Scene clean, int k)
    {
        var o = clean.Objects[k];
        double reach = DoubtScene.Reach * o.Radius;
        return o.X - reach > 0 && o.X + reach < 1 && o.Y - reach > 0 && o.Y + reach < 1 && Enumerable.Range(0, clean.Objects.Count).All(other =>
            other == k || SceneDirection.Distance(o, clean.Objects[other]) > reach + clean.Objects[other].Radius);
    }

    // With every difficulty there, what the question names is still one object to whoever sees clearly, also by a hue that may pass for the name.
    private static bool StaysClear(DoubtCase made)
    {
        SceneObject[] hard = made.Scene.Objects(made.Scene.All);
        return made.Question.Presupposed.All(named =>
            hard.Count(o => (named with { Colour = -1 }).Matches(o) && (named.Colour < 0 || SceneAsker.MayPass(o.Hue, named.Colour))) == 1);
    }

    private static bool IsWorthIt(DoubtCase made) =>
        made.Same >= 0 && made.EntropyOf(0) <= MostLeft && made.ControlEffect() <= MostOfControl
        && made.EntropyOf(made.Scene.All) - made.EntropyOf(0) >= LeastDoubt
        && made.EntropyOf(1 << made.Planted) - made.EntropyOf(0) >= LeastPlanted;
}
