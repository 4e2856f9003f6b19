namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>The sentence templates in NLVR's style; docs/nlvr.md lists them with examples.</summary>
internal static class NlvrTemplates
{
    private static readonly (string Name, double Tower, double Scatter, Func<bool, SetRandom, NlvrStatement> Write)[] All =
    [
        ("objects", 26, 34, Objects),
        ("boxes", 44, 40, Boxes),
        ("subject", 0, 10, Subject),
        ("each", 6, 6, Each),
        ("the tower", 7, 0, TheTower),
        ("same", 6, 0, NlvrRareTemplates.Same),
        ("ordinal", 4, 0, NlvrRareTemplates.Ordinal),
        ("colors at the wall", 3, 3, NlvrRareTemplates.WallColours),
        ("same box", 2, 4, NlvrRareTemplates.SameBox),
        ("whole tower", 3, 0, NlvrRareTemplates.WholeTower),
    ];

    /// <summary>Names of the templates.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(t => t.Name)];

    /// <summary>A template for scenes of a kind, by the shares.</summary>
    public static int Choose(bool tower, SetRandom random) => random.Weighted(Array.ConvertAll(All, t => tower ? t.Tower : t.Scatter));

    /// <summary>A sentence about scenes of a kind, of one template or of any.</summary>
    public static NlvrStatement Draw(bool tower, SetRandom random, int? template = null)
    {
        var (name, _, _, write) = All[template ?? Choose(tower, random)];
        NlvrStatement statement = write(tower, random);
        return statement with { Template = name, Text = Finish(statement.Text, random) };
    }

    /// <summary>Objects of all boxes: "There are exactly two black triangles not touching any edge".</summary>
    private static NlvrStatement Objects(bool tower, SetRandom random)
    {
        NlvrThing thing = tower ? NlvrThings.Block(random) : NlvrThings.Scattered(random, sided: 0.62);
        NlvrAmount amount = NlvrAmount.Draw(random, most: 4, plain: 0.3);
        if (tower && thing.One.EndsWith("tower", StringComparison.Ordinal) && random.Chance(0.5)) return Sized(thing, amount, random);
        return new NlvrStatement($"there {Is(amount.IsSingular)} {amount.Before(thing, random)}", s => amount.Holds(s.Count(thing.Is)), thing.Is);
    }

    /// <summary>"... as the base of a tower with at least two blocks".</summary>
    private static NlvrStatement Sized(NlvrThing thing, NlvrAmount amount, SetRandom random)
    {
        var height = new NlvrAmount(random.Chance(0.5) ? NlvrCompare.Exactly : NlvrCompare.AtLeast, 2 + random.Below(2));
        string text = $"there {Is(amount.IsSingular)} {amount.Before(thing, random)} with {height.Word(random)} blocks";
        bool Which(NlvrBox box, int i) => thing.Is(box, i) && height.Holds(box.Objects.Count);
        return new NlvrStatement(text, s => amount.Holds(s.Count(Which)), Which);
    }

    /// <summary>Boxes by what they hold: "There are two towers with a blue block at the base".</summary>
    private static NlvrStatement Boxes(bool tower, SetRandom random)
    {
        NlvrContent content = NlvrContents.Draw(tower, random);
        NlvrAmount amount = NlvrAmount.Draw(random, most: 2, plain: 0.45);
        string noun = NlvrNames.Box(tower, random);
        var box = new NlvrThing(noun, NlvrNames.Many(noun), (_, _) => true);
        string have = NlvrNames.Have(amount.IsSingular, random);
        string text = amount is { Compare: NlvrCompare.Exactly, Number: 1 } && random.Chance(0.3)
            ? $"{random.Pick<string>(["one of the", "one"])} "
                + $"{(random.Chance(0.5) ? noun : box.Many)} {random.Pick<string>(["has", "contains"])} {content.Text}"
            : $"there {Is(amount.IsSingular)} {amount.Before(box, random)} {have} {content.Text}";
        return new NlvrStatement(text, s => amount.Holds(s.Boxes.Count(content.Holds)), content.Mentions);
    }

    /// <summary>"All black circles are touching the edge", "None of the …", "At least one … is not touching the edge".</summary>
    private static NlvrStatement Subject(bool tower, SetRandom random)
    {
        NlvrThing thing = NlvrThings.Scattered(random, sided: 0);
        NlvrSide side = NlvrThings.AnySide(random);
        bool Does(NlvrBox box, int i) => thing.Is(box, i) && box.Objects[i].Touches(side);
        string clause = NlvrNames.Side(side, random);
        if (random.Chance(0.5))
            return new NlvrStatement($"{random.Pick<string>(["all ", "all the ", "ll ", "", "all of the "])}{thing.Many} are {clause}",
                s => s.Count(thing.Is) is var all && all == 0 ? null : s.Count(Does) == all, thing.Is);
        if (random.Chance(0.3))
            return new NlvrStatement($"none of the {thing.Many} {Is(random.Chance(0.4))} {clause}", s =>
                s.Count(thing.Is) == 0 ? null : s.Count(Does) == 0, thing.Is);
        var amount = new NlvrAmount(random.Chance(0.5) ? NlvrCompare.AtLeast : NlvrCompare.Exactly, 1 + random.Below(3));
        return new NlvrStatement($"{amount.Before(thing, random)} {Is(amount.IsSingular)} {clause}", s => amount.Holds(s.Count(Does)), Does);
    }

    /// <summary>"Each box has at least 1 black item".</summary>
    private static NlvrStatement Each(bool tower, SetRandom random)
    {
        NlvrContent content = random.Chance(0.7) ? NlvrContents.Some(tower, random) : NlvrContents.Draw(tower, random);
        string noun = NlvrNames.Box(tower, random), many = NlvrNames.Many(noun);
        string text = random.Below(3) switch
        {
            0 => $"each {noun} {random.Pick<string>(["has", "contains"])} {content.Text}",
            1 => $"{random.Pick<string>(["all", "all three", "all 3", "all the", "ll", "all of the"])} {many} "
                + $"{random.Pick<string>(["have", "contain", "has"])} {content.Text}",
            _ => $"{random.Pick<string>(["every", "each one of the"])} {noun} {random.Pick<string>(["has", "contains"])} {content.Text}",
        };
        if (tower && random.Chance(0.3) || random.Chance(0.15))
            text = $"there is {content.Text} in {random.Pick<string>(["each ", "every "])}{noun}";
        return new NlvrStatement(text, s => s.Boxes.All(content.Holds), content.Mentions);
    }

    /// <summary>"The tower with four blocks has a black block at the top"; presupposes one such tower.</summary>
    private static NlvrStatement TheTower(bool tower, SetRandom random)
    {
        var height = new NlvrAmount(NlvrCompare.Exactly, 1 + random.Below(4));
        NlvrColour colour = NlvrNames.AnyColour(random);
        bool top = random.Chance(0.6);
        string blocks = height.Number == 1 ? "block" : "blocks", number = height.Word(random).Split(' ')[^1];
        string end = top ? "top" : "base", name = NlvrNames.Of(colour);
        string text = random.Below(3) switch
        {
            0 => $"the tower with {number} {blocks} has a {name} block at the {end}",
            1 => $"the {end} of the {random.Pick<string>([$"{number} {blocks} tower", $"tower with {number} {blocks}"])} is {name}",
            _ => $"the tower with {number} {blocks} has a {name} {end}",
        };
        bool Which(NlvrBox box, int i) => height.Holds(box.Objects.Count) && i == (top ? box.Objects.Count - 1 : 0);
        return new NlvrStatement(text, s => s.Boxes.Count(b => height.Holds(b.Objects.Count)) != 1 ? null
            : s.Count((box, i) => Which(box, i) && box.Objects[i].Colour == colour) == 1, Which);
    }

    /// <summary>"is" or "are".</summary>
    private static string Is(bool singular) => singular ? "is" : "are";

    private static string Finish(string text, SetRandom random) =>
        (random.Chance(0.7) ? char.ToUpperInvariant(text[0]) + text[1..] : text) + (random.Chance(0.4) ? "." : "");
}
