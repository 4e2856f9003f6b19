namespace Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

/// <summary>One difficulty of one object: a player of the game whose value is people's entropy.</summary>
/// <param name="Object">Index of the object.</param>
/// <param name="Cause">What it is.</param>
/// <param name="Strength">How strong it is, in the unit of <see cref="DoubtCause"/>.</param>
/// <param name="Direction">Where a covered object is covered, in degrees.</param>
internal readonly record struct DoubtPlayer(int Object, DoubtCause Cause, double Strength, double Direction = 0)
{
    /// <summary>The object as this difficulty leaves it.</summary>
    public SceneObject Change(SceneObject o) => Cause switch
    {
        DoubtCause.Covered => o with { Visible = o.Visible * Strength },
        DoubtCause.Tiny => o with { Radius = Strength },
        DoubtCause.Hue => o with { Hue = (o.Colour + Strength + Colours) % Colours },
        DoubtCause.Unfamiliar => o with { Hue = Strength },
        _ => o,
    };

    /// <summary>The object's view as this difficulty leaves it.</summary>
    public SceneView Change(SceneView view) => Cause switch
    {
        DoubtCause.Blurred => view with { Blur = Strength },
        DoubtCause.Noisy => view with { Noise = Strength },
        DoubtCause.Dark => view with { Light = Strength },
        _ => view,
    };

    private static int Colours => SceneTraits.Count(Trait.Colour);
}
