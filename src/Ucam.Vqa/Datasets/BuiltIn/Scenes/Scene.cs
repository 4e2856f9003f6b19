namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>One object; lengths and places in sides of the picture, from its top left corner.</summary>
internal sealed record SceneObject
{
    public required double X { get; init; }

    public required double Y { get; init; }

    public required double Radius { get; init; }

    /// <summary>Turn in degrees, clockwise.</summary>
    public required double Angle { get; init; }

    /// <summary>Place on the circle of colours, 0 ≤ hue &lt; 8: 0 is red, 0.5 is half way to orange.</summary>
    public required double Hue { get; init; }

    /// <summary>Brightness of the paint, around 1.</summary>
    public required double Brightness { get; init; }

    public required int Shape { get; init; }

    public required int Size { get; init; }

    public required int Texture { get; init; }

    /// <summary>The nearest colour name.</summary>
    public int Colour => (int)Math.Round(Hue, MidpointRounding.AwayFromZero) % SceneTraits.Count(Trait.Colour);

    /// <summary>Share of the outline that no other object covers, in [0,1].</summary>
    public double Visible { get; init; } = 1;

    /// <summary>Mean place of the pixels that show the object.</summary>
    public (double X, double Y) VisibleCentre { get; init; }

    public int this[Trait trait] => trait switch
    {
        Trait.Colour => Colour,
        Trait.Shape => Shape,
        Trait.Size => Size,
        _ => Texture,
    };
}

/// <summary>A picture as a list of objects, the farthest first, and what degrades the view.</summary>
/// <param name="Objects">The objects; a later one covers an earlier one.</param>
/// <param name="Blur">Standard deviation of the blur, in sides of the picture.</param>
/// <param name="Noise">Standard deviation of the pixel noise, in levels of 255.</param>
/// <param name="Light">Brightness of the light, 1 in full light.</param>
/// <param name="PaintSeed">Seed of background and noise.</param>
internal sealed record Scene(IReadOnlyList<SceneObject> Objects, double Blur, double Noise, double Light, ulong PaintSeed)
{
    /// <summary>The view of every object.</summary>
    public SceneView View => new(Blur, Noise, Light);
}
