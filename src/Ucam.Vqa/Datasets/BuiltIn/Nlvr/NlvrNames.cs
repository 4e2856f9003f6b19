namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>The vocabulary of NLVR's writers: several words for the same thing.</summary>
internal static class NlvrNames
{
    private static readonly string[] Shapes = ["square", "circle", "triangle"], Anything = ["item", "object", "item", "object", "shape"];

    private static readonly string[][] Sizes = [["small"], ["medium", "medium sized"], ["big", "large"]];

    private static readonly string[] ScatterBoxes = ["box", "box", "grey box", "grey square", "gray box"];

    private static readonly string[] TowerBoxes = ["tower", "tower", "tower", "box", "stack"];

    private static readonly Dictionary<NlvrSide, string[]> Sides = new()
    {
        [NlvrSide.Edge] =
            ["touching the edge", "touching an edge", "touching any edge", "touching the wall", "touching the side", "closely touching the wall",
            "touching the edge of the box"],
        [NlvrSide.NoEdge] =
            ["not touching any edge", "not touching the edge", "not touching the wall", "not touching an edge", "not touching the side"],
        [NlvrSide.Corner] =
            ["touching the corner", "closely touching a corner", "closely touching a corner of a box", "touching a corner", "in the corner"],
        [NlvrSide.Bottom] =
            ["touching the base", "closely touching the bottom of a box", "touching the bottom", "touching the bottom of the box",
            "touching the bottom wall"],
        [NlvrSide.Right] =
            ["closely touching right wall of a box", "touching the right wall", "touching the right edge", "closely touching the right side of a box",
            "touching the right side"],
        [NlvrSide.Top] =
            ["touching the top", "touching the top of the box", "touching the top wall", "closely touching the top of a box", "touching the roof"],
        [NlvrSide.Left] = ["touching the left wall", "closely touching left wall of a box", "touching the left side", "touching the left edge"],
    };

    public static string Of(NlvrColour colour) => colour.ToString().ToLowerInvariant();

    public static string Of(NlvrShape shape) => Shapes[(int)shape];

    /// <summary>The plural.</summary>
    public static string Many(string noun) => noun + (noun.EndsWith('x') ? "es" : "s");

    public static string Item(SetRandom random) => random.Pick(Anything);

    public static string Block(SetRandom random) => random.Pick<string>(["block", "block", "block", "block", "block", "item", "square", "object"]);

    public static string Size(int size, SetRandom random) => random.Pick(Sizes[size / 10 - 1]);

    public static string Side(NlvrSide side, SetRandom random) => random.Pick(Sides[side]);

    public static string Box(bool tower, SetRandom random) => random.Pick(tower ? TowerBoxes : ScatterBoxes);

    public static string Have(bool singular, SetRandom random) => singular
        ? random.Pick<string>(["with", "with", "with", "that has", "which has", "having", "containing", "that contains", "which contains"])
        : random.Pick<string>(["with", "with", "with", "that have", "which have", "which has", "that has", "having", "containing", "that contain"]);

    /// <summary>"black and blue", each colour once.</summary>
    public static string List(IEnumerable<string> words, string joined = "and")
    {
        string[] all = [.. words];
        return all.Length == 1 ? all[0] : string.Join(", ", all[..^1]) + $" {joined} " + all[^1];
    }

    public static string Colour(SetRandom random) => random.Chance(0.8) ? "color" : "colour";

    public static NlvrColour AnyColour(SetRandom random) => (NlvrColour)random.Below(3);
}
