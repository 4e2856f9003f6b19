namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>Builds the parts of Photos from its photographs.</summary>
internal sealed class PhotoMaker(PhotoArchive archive) : SetMaker
{
    public static BuiltInSet Entry { get; } =
        new("photos", "Builds mosaics of real photographs with real people's answers.", 96, source => new PhotoMaker(OpenArchive(source)))
        { Source = "the folder or archive with the photographs", NeedsSource = true, Beside = PhotoArchive.Counts };

    public override IReadOnlyList<string> Parts => BuiltInItems.PartNames<PhotoSplit>();

    public override IVqaSet Make(SetRequest request) => new PhotoSet(new PhotoSetOptions
    {
        Seed = request.Seed,
        Split = BuiltInItems.PartOf<PhotoSplit>(request.Part),
        Pictures = request.Pictures,
        Size = request.Size,
        QuestionsPerPicture = request.QuestionsPerPicture,
    }, archive, request.Cancel);

    /// <summary>The photographs that a recipe trains on.</summary>
    /// <exception cref="UcamException">None were named, or they are missing or damaged.</exception>
    public static PhotoArchive OpenArchive(string? source) => source is not null ? PhotoArchive.Open(source)
        : throw new UcamException($"This recipe trains on photographs: give their folder with --data ({PhotoArchive.Sources}).") { Field = "data" };

    protected override SetRequest Shifted(string part, SetAmounts amounts) => part == BuiltInItems.PartName(PhotoSplit.TestSingle)
        ? amounts.Of(part, archive.TestCount) with { QuestionsPerPicture = 1 } : base.Shifted(part, amounts);
}
