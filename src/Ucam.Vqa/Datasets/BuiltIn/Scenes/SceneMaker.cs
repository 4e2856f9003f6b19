namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>Draws the parts of Scenes.</summary>
internal sealed class SceneMaker : SetMaker
{
    public static BuiltInSet Entry { get; } =
        new("scenes", "Draws scenes and asks about them; everything about them is known.", 128, _ => new SceneMaker());

    public override IReadOnlyList<string> Parts => BuiltInItems.PartNames<SceneSplit>();

    public override IVqaSet Make(SetRequest request) => new SceneSet(new SceneSetOptions
    {
        Seed = request.Seed,
        Split = BuiltInItems.PartOf<SceneSplit>(request.Part),
        Pictures = request.Pictures,
        Size = request.Size,
        QuestionsPerPicture = request.QuestionsPerPicture,
    }, request.Cancel);
}
