namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>What can be asked about an object.</summary>
internal enum Trait
{
    Colour,
    Shape,
    Size,
    Texture,
}

/// <summary>The shapes, in the order of their labels.</summary>
internal enum SceneShape
{
    Ball,
    Cube,
    Pyramid,
    Star,
    Ring,
    Heart,
}

/// <summary>The values of every trait and how they lie to each other.</summary>
internal static class SceneTraits
{
    public static readonly Trait[] All = [Trait.Colour, Trait.Shape, Trait.Size, Trait.Texture];

    private static readonly string[][] Values =
    [
        ["red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink"],
        ["ball", "cube", "pyramid", "star", "ring", "heart"],
        ["small", "medium", "large"],
        ["plain", "striped", "dotted", "checked"],
    ];

    private static readonly string[] TraitNames = ["colour", "shape", "size", "texture"];

    /// <summary>Smallest and largest radius of each size, in sides of the picture.</summary>
    public static readonly (double Least, double Most)[] Radii = [(0.056, 0.070), (0.092, 0.106), (0.138, 0.158)];

    /// <summary>Radii of the few tiny objects, which count as small.</summary>
    public static readonly (double Least, double Most) TinyRadius = (0.038, 0.046);

    public static string[] Names(Trait trait) => Values[(int)trait];

    public static string Name(Trait trait, int value) => Values[(int)trait][value];

    public static string NameOf(Trait trait) => TraitNames[(int)trait];

    public static int Count(Trait trait) => Values[(int)trait].Length;

    /// <summary>Whether a colour and a shape occur together in <see cref="SceneSplit.TestCombinations"/> only.</summary>
    public static bool IsHeldOut(int colour, int shape) => HeldOutShape(colour) == shape;

    /// <summary>The one shape that a colour never takes in training; each shape is held out once or twice.</summary>
    public static int HeldOutShape(int colour) => (colour * 5 + 2) % 6;
}
