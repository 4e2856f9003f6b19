namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>Sentences that join boxes or speak of what they have in common.</summary>
internal static class NlvrRareTemplates
{
    /// <summary>"There are at least two towers with the same height", "… with the same base color".</summary>
    public static NlvrStatement Same(bool tower, SetRandom random)
    {
        (string what, Func<NlvrBox, int> trait) = random.Below(3) switch
        {
            0 => (random.Pick<string>(["height", "number of blocks"]), (Func<NlvrBox, int>)(box => box.Objects.Count)),
            1 => (random.Pick<string>(["base color", "color at the base"]), box => box.Objects is [var first, ..] ? (int)first.Colour : -1),
            _ => (random.Pick<string>(["top color", "color at the top"]), box => box.Objects is [.., var last] ? (int)last.Colour : -1),
        };
        int Most(NlvrScene s) => s.Boxes.GroupBy(trait).Max(g => g.Count());
        return random.Below(3) switch
        {
            0 => new NlvrStatement($"there are at least two towers with the same {what}", s => Most(s) >= 2, Everything),
            1 => new NlvrStatement($"there are {random.Pick<string>(["only two", "exactly two", "two", "2"])} towers "
                + $"{random.Pick<string>(["with", "that have", "which has"])} the same {what}", s => Most(s) == 2, Everything),
            _ => new NlvrStatement($"{random.Pick<string>(["all three towers", "all towers", "all the towers", "ll 3 towers"])} have the same {what}",
                s => Most(s) == 3, Everything),
        };
    }

    /// <summary>"There is a tower where the second block from the base is blue".</summary>
    public static NlvrStatement Ordinal(bool tower, SetRandom random)
    {
        string[] ordinals = ["first", "second", "third", "fourth"];
        int at = random.Below(3) + (random.Chance(0.8) ? 1 : 0);
        NlvrColour colour = NlvrNames.AnyColour(random);
        NlvrAmount amount = NlvrAmount.Draw(random, 2, 0.6);
        string text = $"there {(amount.IsSingular ? "is" : "are")} {amount.Before(new NlvrThing("tower", "towers", Everything), random)} "
            + $"{random.Pick<string>(["where", "in which", "that"])} the {ordinals[at]} block "
                + $"{random.Pick<string>(["", "from the base ", "from the bottom "])}is {NlvrNames.Of(colour)}";
        bool Which(NlvrBox box, int i) => i == at && box.Objects[i].Colour == colour;
        return new NlvrStatement(text, s => amount.Holds(s.Boxes.Count(b => b.Count(Which) > 0)), Which);
    }

    /// <summary>"All 3 different colors are touching the wall", "There is only one color touching the wall".</summary>
    public static NlvrStatement WallColours(bool tower, SetRandom random)
    {
        int wanted = 1 + random.Below(3);
        string wall = random.Pick<string>(["wall", "edge", "base"]);
        NlvrSide side = wall == "base" ? NlvrSide.Bottom : NlvrSide.Edge;
        string text = wanted switch
        {
            3 => random.Pick([$"all 3 different colors are touching the {wall}", $"ll 3 different colors are touching the {wall}",
                $"there are three colors touching the {wall}"]),
            2 => random.Pick([$"there are only two colors touching the {wall}", $"only 2 different colors are touching the {wall}"]),
            _ => random.Pick([$"there is only one color touching the {wall}", $"only one color is touching the {wall}"]),
        };
        bool Which(NlvrBox box, int i) => box.Objects[i].Touches(side);
        int Colours(NlvrScene s) => s.Boxes.SelectMany(b => b.Objects).Where(o => o.Touches(side)).Select(o => o.Colour).Distinct().Count();
        return new NlvrStatement(text, s => Colours(s) == wanted, Which);
    }

    /// <summary>"All blue items are in the same box".</summary>
    public static NlvrStatement SameBox(bool tower, SetRandom random)
    {
        NlvrColour colour = NlvrNames.AnyColour(random);
        string noun = tower ? NlvrNames.Block(random) : NlvrNames.Item(random), name = NlvrNames.Of(colour), box = tower ? "tower" : "box";
        bool Which(NlvrBox b, int i) => b.Objects[i].Colour == colour;
        string text =
            random.Pick([$"all {name} {noun}s are in the same {box}", $"ll {name} {noun}s are in the same {box}",
            $"there are {name} {noun}s in only one {box}"]);
        return new NlvrStatement(text, s => s.Count(Which) == 0 ? null : s.Boxes.Count(b => b.Count(Which) > 0) == 1, Which);
    }

    /// <summary>"There is a black tower", "There is a black tower with only one block".</summary>
    public static NlvrStatement WholeTower(bool tower, SetRandom random)
    {
        NlvrColour colour = NlvrNames.AnyColour(random);
        int? height = random.Chance(0.5) ? 1 + random.Below(3) : null;
        NlvrAmount amount = NlvrAmount.Draw(random, 2, 0.6);
        string name = NlvrNames.Of(colour), after = height is { } h
            ? " with " + new NlvrAmount(NlvrCompare.Exactly, h).Word(random) + (h == 1 ? " block" : " blocks") : "";
        string text = $"there {(amount.IsSingular ? "is" : "are")} "
            + $"{amount.Before(new NlvrThing(name + " tower" + after, name + " towers" + after, Everything), random)}";
        bool Whole(NlvrBox box) => box.Count(colour) == box.Objects.Count && (height is null || box.Objects.Count == height);
        return new NlvrStatement(text, s => amount.Holds(s.Boxes.Count(Whole)), (box, i) => box.Objects[i].Colour == colour);
    }

    private static bool Everything(NlvrBox box, int i) => true;
}
