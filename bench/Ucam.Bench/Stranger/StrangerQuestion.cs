using Ucam.Vqa.Datasets;

namespace Ucam.Bench.Stranger;

/// <summary>What a question asks for; negated ones are true where the thing is missing.</summary>
internal enum StrangerType
{
    Exists,
    Negated,
    Count,
    Name,
}

/// <summary>A question about a scene and its answer, in one of ten wordings.</summary>
internal sealed record StrangerQuestion(StrangerType Type, string Text, string Answer)
{
    // Things are drawn from all pairs of colour and shape, few of which a picture has: "yes" is rare for a plain wording, "no" for a negated one.
    private static readonly string[] Plain = ["Is there a {0} {1}?", "Is there any {0} {1} here?", "Do you see a {0} {1}?"];
    private static readonly string[] Negations = ["Is there no {0} {1}?", "Is it false that there is a {0} {1}?", "Is the picture free of {0} {1}s?"];

    public static int Wordings => Plain.Length + Negations.Length + 4;

    /// <summary>A question of a wording, 0 ≤ wording &lt; <see cref="Wordings"/>; null where it does not apply to the scene.</summary>
    public static StrangerQuestion? Ask(StrangerScene scene, int wording, SetRandom random)
    {
        int kind = random.Below(StrangerScene.Kinds.Count), colour = random.Below(StrangerScene.Colours.Count);
        string shape = StrangerScene.Kinds[kind], paint = StrangerScene.Colours[colour];
        bool there = scene.Count(kind, colour) > 0;
        int named = wording - Plain.Length - Negations.Length;
        if (wording < Plain.Length) return new StrangerQuestion(StrangerType.Exists, Fill(Plain[wording], paint, shape), there ? "yes" : "no");
        if (named < 0)
            return new StrangerQuestion(StrangerType.Negated, Fill(Negations[wording - Plain.Length], paint, shape), there ? "no" : "yes");
        return named switch
        {
            0 => new StrangerQuestion(StrangerType.Count, $"How many {shape}s are there?", $"{scene.Count(kind)}"),
            1 => new StrangerQuestion(StrangerType.Count, $"How many {paint} things are there?", $"{scene.Count(colour: colour)}"),
            2 => Only(scene.Shapes.Where(s => scene.Count(s.Kind) == 1), random) is { } one
                ? new StrangerQuestion(StrangerType.Name, $"What colour is the {StrangerScene.Kinds[one.Kind]}?", StrangerScene.Colours[one.Colour])
                    : null,
            _ => Only(scene.Shapes.Where(s => scene.Count(colour: s.Colour) == 1), random) is { } one
                ? new StrangerQuestion(StrangerType.Name, $"What shape is the {StrangerScene.Colours[one.Colour]} thing?",
                    StrangerScene.Kinds[one.Kind]) : null,
        };
    }

    private static string Fill(string wording, string colour, string shape) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, wording, colour, shape);

    private static StrangerShape? Only(IEnumerable<StrangerShape> shapes, SetRandom random) =>
        shapes.ToArray() is { Length: > 0 } found ? random.Pick(found) : null;
}
