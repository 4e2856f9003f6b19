namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>Draws kinds of objects to speak of.</summary>
internal static class NlvrThings
{
    private static readonly NlvrSide[] SomeSides =
        [NlvrSide.Edge, NlvrSide.NoEdge, NlvrSide.Corner, NlvrSide.Bottom, NlvrSide.Right, NlvrSide.Top, NlvrSide.Left];

    private static readonly double[] SideShares = [34, 28, 8, 16, 9, 2, 2];

    public static NlvrSide AnySide(SetRandom random) => SomeSides[random.Weighted(SideShares)];

    /// <summary>A kind of scattered object.</summary>
    /// <param name="random">Draws it.</param>
    /// <param name="sided">Chance that it is said which side it touches.</param>
    public static NlvrThing Scattered(SetRandom random, double sided)
    {
        NlvrColour? colour = random.Chance(0.72) ? NlvrNames.AnyColour(random) : null;
        NlvrColour? other = colour is not null && random.Chance(0.05) ? NlvrNames.AnyColour(random) : colour;
        NlvrShape? shape = random.Chance(0.6) ? (NlvrShape)random.Below(3) : null;
        int? size = random.Chance(0.06) ? 10 * (1 + random.Below(3)) : null;
        NlvrSide side = random.Chance(sided) ? AnySide(random) : NlvrSide.Any;
        string noun = shape is { } s ? NlvrNames.Of(s) : NlvrNames.Item(random);
        string before = (size is { } z ? NlvrNames.Size(z, random) + " " : "") + Colours(colour, other);
        string after = side == NlvrSide.Any ? "" : " " + (random.Chance(0.08) ? "that is " : "") + NlvrNames.Side(side, random);
        return new NlvrThing(before + noun + after, before + NlvrNames.Many(noun) + after.Replace("that is", "that are"), (box, i) =>
        {
            NlvrObject o = box.Objects[i];
            return (colour is null || o.Colour == colour || o.Colour == other) && (shape is null || o.Shape == shape)
                && (size is null || o.Size == size) && o.Touches(side);
        });
    }

    /// <summary>A block of a tower: by colour, by its place, or by the block below it.</summary>
    public static NlvrThing Block(SetRandom random)
    {
        NlvrColour colour = NlvrNames.AnyColour(random);
        string noun = NlvrNames.Block(random), one = $"{NlvrNames.Of(colour)} {noun}", many = $"{NlvrNames.Of(colour)} {NlvrNames.Many(noun)}";
        switch (random.Weighted([22, 38, 25, 6]))
        {
            case 0:
                return new NlvrThing(one, many, (box, i) => box.Objects[i].Colour == colour);
            case 1:
                bool top = random.Chance(0.5);
                string end = End(top, random);
                return new NlvrThing(one + end, many + end, (box, i) => box.Objects[i].Colour == colour && i == (top ? box.Objects.Count - 1 : 0));
            case 2:
                return Over(colour, NlvrNames.AnyColour(random), noun, random);
            default:
                string wall = random.Chance(0.5) ? " touching the wall" : " touching the base";
                return new NlvrThing(one + wall, many + wall, (box, i) => box.Objects[i].Colour == colour && i == 0);
        }
    }

    /// <summary>A block right above or below another.</summary>
    public static NlvrThing Over(NlvrColour colour, NlvrColour other, string noun, SetRandom random)
    {
        bool above = random.Chance(0.85);
        string how = above ? random.Pick<string>(["over", "above", "on", "on top of", "right on top of"]) : random.Pick<string>(["below", "under"]);
        string rest = $" {how} {Wording.WithArticle(NlvrNames.Of(other))} {noun}";
        int step = above ? -1 : 1;
        return new NlvrThing($"{NlvrNames.Of(colour)} {noun}{rest}", $"{NlvrNames.Of(colour)} {NlvrNames.Many(noun)}{rest}", (box, i) =>
            box.Objects[i].Colour == colour && i + step >= 0 && i + step < box.Objects.Count && box.Objects[i + step].Colour == other);
    }

    private static string End(bool top, SetRandom random) => top
        ? random.Pick<string>([" at the top", " on top", " as the top of a tower", " at the top of a tower", " as the top"])
        : random.Pick<string>([" at the base", " as the base of a tower", " at the bottom", " at the base of a tower", " as the base"]);

    private static string Colours(NlvrColour? colour, NlvrColour? other) =>
        colour is not { } c ? "" : c == other ? NlvrNames.Of(c) + " " : $"{NlvrNames.Of(c)} or {NlvrNames.Of(other!.Value)} ";
}
