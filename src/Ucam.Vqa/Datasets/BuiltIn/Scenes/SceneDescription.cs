namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>What a noun phrase says of an object: a value for some traits, -1 for the others.</summary>
internal readonly record struct SceneDescription(int Colour, int Shape, int Size, int Texture)
{
    public static SceneDescription Anything => new(-1, -1, -1, -1);

    public int this[Trait trait] => trait switch
    {
        Trait.Colour => Colour,
        Trait.Shape => Shape,
        Trait.Size => Size,
        _ => Texture,
    };

    public SceneDescription With(Trait trait, int value) => trait switch
    {
        Trait.Colour => this with { Colour = value },
        Trait.Shape => this with { Shape = value },
        Trait.Size => this with { Size = value },
        _ => this with { Texture = value },
    };

    /// <summary>The values of an object in the traits of a set, one bit a trait.</summary>
    public static SceneDescription Of(SceneObject o, int traits)
    {
        var description = Anything;
        foreach (var trait in SceneTraits.All)
            if ((traits >> (int)trait & 1) != 0) description = description.With(trait, o[trait]);
        return description;
    }

    public bool Matches(SceneObject o) =>
        (Colour < 0 || Colour == o.Colour) && (Shape < 0 || Shape == o.Shape)
        && (Size < 0 || Size == o.Size) && (Texture < 0 || Texture == o.Texture);

    /// <summary>Whether it names a colour and a shape that only <see cref="SceneSplit.TestCombinations"/> brings together.</summary>
    public bool IsHeldOut => Colour >= 0 && Shape >= 0 && SceneTraits.IsHeldOut(Colour, Shape);
}
