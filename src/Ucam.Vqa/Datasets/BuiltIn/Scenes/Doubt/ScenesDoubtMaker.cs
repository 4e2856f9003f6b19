namespace Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

/// <summary>Makes the parts of Scenes-Doubt: it is trained on Scenes and tests where doubt comes from, one question a picture.</summary>
internal sealed class ScenesDoubtMaker : SetMaker
{
    public static BuiltInSet Entry { get; } =
        new("scenes-doubt", "Draws scenes in which it is known why people doubt an answer, to the object and the cause.", 128,
            _ => new ScenesDoubtMaker())
        { TestsAskOnce = true, KnowsDoubtAs = "Scenes-Doubt", TrainedOn = SceneMaker.Entry.Name };

    public override IReadOnlyList<string> Parts => BuiltInItems.PartNames<ScenesDoubtPart>();

    public override IVqaSet Make(SetRequest request) => BuiltInItems.PartOf<ScenesDoubtPart>(request.Part) switch
    {
        ScenesDoubtPart.Train or ScenesDoubtPart.Validation => new SceneMaker().Make(request),
        var part => new ScenesDoubtSet(part, request),
    };
}
