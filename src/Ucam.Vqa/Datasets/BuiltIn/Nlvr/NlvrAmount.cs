namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>How a number is compared.</summary>
internal enum NlvrCompare
{
    /// <summary>"a", "some": at least one, without a number word.</summary>
    Some,
    Exactly,
    AtLeast,
    AtMost,
    None,
}

/// <summary>
/// An amount: "a", "exactly two", "at least 3", "no". A bare number means exactly that many: read so, all 136 plain sentences
/// of NLVR's development split that count objects or towers have the right label; read as at least that many, 7 have the wrong one.
/// </summary>
internal readonly record struct NlvrAmount(NlvrCompare Compare, int Number)
{
    private static readonly string[] Names = ["zero", "one", "two", "three", "four", "five", "six", "seven"];

    public static NlvrAmount Some { get; } = new(NlvrCompare.Some, 1);

    /// <summary>Whether a thing counted so is spoken of in the singular.</summary>
    public bool IsSingular => Compare is NlvrCompare.Some or NlvrCompare.None || Number == 1;

    public bool Holds(int count) => Compare switch
    {
        NlvrCompare.Exactly => count == Number,
        NlvrCompare.AtMost => count <= Number,
        NlvrCompare.None => count == 0,
        _ => count >= Number,
    };

    /// <summary>An amount as sentences of NLVR have them.</summary>
    /// <param name="random">Draws it.</param>
    /// <param name="most">The largest number.</param>
    /// <param name="plain">Share of "a".</param>
    public static NlvrAmount Draw(SetRandom random, int most, double plain)
    {
        if (random.Chance(plain)) return Some;
        int number = Math.Min(1 + random.Weighted([4, 5, 3, 2, 1, 1, 1]), most);
        return random.Weighted([55, 30, 7, 8]) switch
        {
            0 => new(NlvrCompare.Exactly, number),
            1 => new(NlvrCompare.AtLeast, number),
            2 => new(NlvrCompare.AtMost, number),
            _ => new(NlvrCompare.None, 0),
        };
    }

    /// <summary>The amount before a thing: "at least two black blocks".</summary>
    public string Before(NlvrThing thing, SetRandom random)
    {
        string noun = IsSingular ? thing.One : thing.Many;
        return Compare == NlvrCompare.Some ? Wording.WithArticle(noun) : $"{Word(random)} {noun}";
    }

    /// <summary>The amount alone: "exactly two", "no".</summary>
    public string Word(SetRandom random)
    {
        string number = random.Chance(0.35) ? Number.ToString() : Names[Number];
        return Compare switch
        {
            NlvrCompare.Exactly => Pick(random, ["exactly ", "only ", "", "", Number == 1 ? "only " : "exactly "]) + number,
            NlvrCompare.AtLeast when Number > 1 && random.Chance(0.12) => "more than " + Names[Number - 1],
            NlvrCompare.AtMost when random.Chance(0.2) => "less than " + Names[Number + 1],
            NlvrCompare.AtMost => "at most " + number,
            NlvrCompare.None => "no",
            _ => Pick(random, ["at least ", "at least ", "at least ", "atleast ", "minimum "]) + number,
        };
    }

    private static string Pick(SetRandom random, string[] words) => random.Pick(words);
}

/// <summary>A kind of object: what it is called, and which objects of a box it is.</summary>
/// <param name="One">In the singular, without an article: "black block at the top".</param>
/// <param name="Many">In the plural.</param>
/// <param name="Is">Whether object i of a box is one.</param>
internal sealed record NlvrThing(string One, string Many, Func<NlvrBox, int, bool> Is);

/// <summary>Something that a box holds, as it stands after "with" or "that has".</summary>
/// <param name="Text">The words.</param>
/// <param name="Holds">Whether a box has it.</param>
/// <param name="Mentions">The objects it speaks of.</param>
internal sealed record NlvrContent(string Text, Func<NlvrBox, bool> Holds, Func<NlvrBox, int, bool> Mentions);

/// <summary>A sentence about a scene.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Holds">Whether it is true; null where it presupposes what the scene lacks.</param>
/// <param name="Mentions">The objects it speaks of.</param>
internal sealed record NlvrStatement(string Text, Func<NlvrScene, bool?> Holds, Func<NlvrBox, int, bool> Mentions)
{
    /// <summary>Name of the template.</summary>
    public string Template { get; init; } = "";
}
