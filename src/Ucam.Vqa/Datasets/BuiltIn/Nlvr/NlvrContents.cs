namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>Draws what a box may hold; the words stand after "with" or "that has".</summary>
internal static class NlvrContents
{
    /// <summary>What a box of the kind may hold.</summary>
    public static NlvrContent Draw(bool tower, SetRandom random) => random.Weighted(tower ? [16, 10, 14, 6, 4, 4] : [34, 24, 6, 14, 6, 10]) switch
    {
        0 => Some(tower, random),
        1 => Two(tower, random),
        2 => Total(tower, random),
        3 => OnlyColours(tower, random),
        4 => OneColour(tower, random),
        _ => AllColours(tower, random),
    };

    /// <summary>"exactly two black blocks", "a blue block at the top".</summary>
    public static NlvrContent Some(bool tower, SetRandom random)
    {
        NlvrThing thing = Thing(tower, random);
        NlvrAmount amount = NlvrAmount.Draw(random, most: 4, plain: 0.5);
        return new NlvrContent(amount.Before(thing, random), box => amount.Holds(box.Count(thing.Is)), thing.Is);
    }

    /// <summary>A kind of object that a box may hold.</summary>
    public static NlvrThing Thing(bool tower, SetRandom random) => tower ? NlvrThings.Block(random) : NlvrThings.Scattered(random, sided: 0.2);

    /// <summary>"a yellow circle and three blue items", "a yellow triangle and no blue squares".</summary>
    public static NlvrContent Two(bool tower, SetRandom random)
    {
        NlvrColour colour = NlvrNames.AnyColour(random), other = (NlvrColour)(((int)colour + 1 + random.Below(2)) % 3);
        NlvrThing first = tower
            ? Plain(colour, random) : NlvrThings.Scattered(random, 0), second = tower ? Plain(other, random) : NlvrThings.Scattered(random, 0);
        NlvrAmount one = NlvrAmount.Draw(random, 3, 0.7), two = NlvrAmount.Draw(random, 3, 0.5);
        return new NlvrContent($"{one.Before(first, random)} and {two.Before(second, random)}",
            box => one.Holds(box.Count(first.Is)) && two.Holds(box.Count(second.Is)), (box, i) => first.Is(box, i) || second.Is(box, i));
    }

    /// <summary>"exactly four items", alone or with what one of them is.</summary>
    public static NlvrContent Total(bool tower, SetRandom random)
    {
        int most = tower ? 4 : 7;
        NlvrCompare compare = (NlvrCompare)(1 + random.Weighted([75, 18, 7]));
        var amount =
            new NlvrAmount(compare, compare == NlvrCompare.AtLeast
            ? 2 + random.Below(most - 2) : 1 + random.Below(most - 1 + (compare == NlvrCompare.Exactly ? 1 : 0)));
        string noun = tower ? NlvrNames.Block(random) : NlvrNames.Item(random);
        string text = amount.Before(new NlvrThing(noun, NlvrNames.Many(noun), (_, _) => true), random);
        bool Fits(NlvrBox box) => amount.Holds(box.Objects.Count);
        if (random.Chance(tower ? 0.45 : 0.6)) return new NlvrContent(text, Fits, (_, _) => true);
        NlvrThing part = Thing(tower, random);
        NlvrAmount share = NlvrAmount.Draw(random, 3, tower ? 0.8 : 0.4);
        string joined = share.Compare == NlvrCompare.Some
            ? random.Pick<string>([" with ", " and ", ", and it has ", " having "]) + share.Before(part, random)
            : random.Pick<string>([" and ", " with "]) + share.Before(part, random);
        return new NlvrContent(text + joined, box => Fits(box) && share.Holds(box.Count(part.Is)), part.Is);
    }

    /// <summary>"only blue and black blocks": these colours, all of them, and no other.</summary>
    public static NlvrContent OnlyColours(bool tower, SetRandom random)
    {
        NlvrColour[] colours = random.Shuffled(Enum.GetValues<NlvrColour>())[..(1 + random.Below(2))];
        string list = NlvrNames.List(colours.Select(NlvrNames.Of)), noun = NlvrNames.Many(tower ? NlvrNames.Block(random) : NlvrNames.Item(random));
        string text = random.Pick([$"only {list} {noun}", $"only {list} {noun}", $"{noun} of only {list} {NlvrNames.Colour(random)}"]);
        return new NlvrContent(text, box => box.Colours == colours.Length && box.Objects.All(o => colours.Contains(o.Colour)), (_, _) => true);
    }

    /// <summary>"blocks of only one color".</summary>
    public static NlvrContent OneColour(bool tower, SetRandom random)
    {
        string noun = NlvrNames.Many(tower ? NlvrNames.Block(random) : NlvrNames.Item(random)), colour = NlvrNames.Colour(random);
        string text =
            random.Pick([$"{noun} of only one {colour}", $"only one {colour}", $"{noun} of the same {colour}", $"all {noun} of the same {colour}"]);
        return new NlvrContent(text, box => box.Colours == 1, (_, _) => true);
    }

    /// <summary>"items of all 3 different colors", "items of 2 different colors".</summary>
    public static NlvrContent AllColours(bool tower, SetRandom random)
    {
        int wanted = random.Chance(0.7) ? 3 : 2;
        string noun = NlvrNames.Many(tower ? NlvrNames.Block(random) : NlvrNames.Item(random)), colours = NlvrNames.Many(NlvrNames.Colour(random));
        string text = wanted == 2 ? random.Pick([$"{noun} of 2 different {colours}", $"only two {colours}", $"{noun} of two {colours}"])
            : random.Pick([$"{noun} of all 3 different {colours}", $"{noun} of all 3 {colours}", $"all 3 {colours}", $"all three different {colours}",
                $"{noun} of three different {colours}"]);
        return new NlvrContent(text, box => box.Colours == wanted, (_, _) => true);
    }

    private static NlvrThing Plain(NlvrColour colour, SetRandom random)
    {
        string noun = NlvrNames.Block(random), name = NlvrNames.Of(colour);
        return new NlvrThing($"{name} {noun}", $"{name} {NlvrNames.Many(noun)}", (box, i) => box.Objects[i].Colour == colour);
    }
}
