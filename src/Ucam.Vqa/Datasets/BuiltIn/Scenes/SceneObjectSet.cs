namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>
/// Pictures of one object each, and where it is: of every scene of Scenes the largest object alone, with the scene's own background and
/// view. The label is its shape. A set for classifiers; it asks no questions.
/// </summary>
/// <param name="options">Which scenes; their questions are not written.</param>
internal sealed class SceneObjectSet(SceneSetOptions options) : IVqaSet
{
    private readonly SceneSet _scenes = new(options with { QuestionsPerPicture = 0 });

    /// <summary>The shapes, in the order of their labels.</summary>
    public static IReadOnlyList<string> Classes => SceneTraits.Names(Trait.Shape);

    public string Name => $"objects-{BuiltInItems.PartName(options.Split)}";

    public int PictureCount => _scenes.PictureCount;

    public IReadOnlyList<VqaItem> Items => [];

    public Picture LoadPicture(int picture) => ScenePainter.Draw(SceneOf(picture), options.Size);

    /// <summary>Index of the picture's class.</summary>
    public int Label(int picture) => SceneOf(picture).Objects[0].Shape;

    /// <summary>Share of each cell of a rows×columns grid that the object covers, in [0,1].</summary>
    public float[,] Region(int picture, int rows, int columns) => SceneTruth.Region(SceneOf(picture), [0], rows, columns);

    private Scene SceneOf(int picture)
    {
        Scene scene = _scenes.SceneOf(picture);
        return scene with { Objects = [scene.Objects.MaxBy(o => o.Radius)!] };
    }
}
