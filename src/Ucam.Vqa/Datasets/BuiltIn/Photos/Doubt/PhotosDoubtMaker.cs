namespace Ucam.Vqa.Datasets.BuiltIn.Photos.Doubt;

/// <summary>Makes the parts of Photos-Doubt: it is trained on Photos and tests where doubt comes from, one question a mosaic.</summary>
internal sealed class PhotosDoubtMaker(PhotoArchive archive) : SetMaker
{
    private readonly PhotoMaker _photos = new(archive);

    public static BuiltInSet Entry { get; } = PhotoMaker.Entry with
    {
        Name = "photos-doubt",
        About = "Builds mosaics of real photographs in which it is known why people doubt an answer, to the tile.",
        Open = source => new PhotosDoubtMaker(PhotoMaker.OpenArchive(source)),
        TestsAskOnce = true,
        KnowsDoubtAs = "Photos-Doubt",
        TrainedOn = PhotoMaker.Entry.Name,
    };

    public override IReadOnlyList<string> Parts => BuiltInItems.PartNames<PhotosDoubtPart>();

    public override IVqaSet Make(SetRequest request) => BuiltInItems.PartOf<PhotosDoubtPart>(request.Part) switch
    {
        PhotosDoubtPart.Train or PhotosDoubtPart.Validation => _photos.Make(request),
        var part => new PhotosDoubtSet(part, request, archive),
    };
}
