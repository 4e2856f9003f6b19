namespace Ucam.Vqa.Datasets.BuiltIn.Photos.Doubt;

/// <summary>
/// One test part of Photos-Doubt: a question a mosaic, where the doubt about its answer comes from known to the tile, since about 51 people said
/// what each photograph shows. Mosaic i of every part is the same but for one or two photographs. Defined in docs/photos-doubt.md.
/// </summary>
internal sealed class PhotosDoubtSet : IVqaSet, IRegionTruth, IDoubtTruth
{
    private const int Annotators = 10;

    private readonly PhotoArchive _archive;
    private readonly PhotoDoubtCase[] _cases;
    private readonly VqaItem[] _items;
    private readonly int _size;

    /// <summary>Chooses the cases on all cores; pictures are drawn later.</summary>
    /// <exception cref="UcamException">A number is out of range, or the archive has too few photographs that people do not agree about.</exception>
    public PhotosDoubtSet(PhotosDoubtPart part, SetRequest request, PhotoArchive archive)
    {
        new PhotoSetOptions { Seed = request.Seed, Split = PhotoSplit.Test, Pictures = request.Pictures, Size = request.Size }.Check();
        (Part, _size, _archive) = (part, request.Size, archive);
        var chooser = new PhotoDoubtChooser(archive);
        _cases = new PhotoDoubtCase[request.Pictures];
        _items = new VqaItem[request.Pictures];
        SetRequest.Each(request.Pictures, i =>
        {
            _cases[i] = chooser.Find(request.Seed, i);
            _items[i] = Item(_cases[i], i, SetRandom.For(request.Seed, (int)part, i, purpose: 2));
        }, request.Cancel);
    }

    /// <summary>Which part it is.</summary>
    public PhotosDoubtPart Part { get; }

    /// <inheritdoc/>
    public string Name => PhotosDoubtMaker.Entry.Name + "-" + BuiltInItems.PartName(Part);

    /// <inheritdoc/>
    public int PictureCount => _cases.Length;

    /// <inheritdoc/>
    public IReadOnlyList<VqaItem> Items => _items;

    private int Present => Part switch
    {
        PhotosDoubtPart.TestRepaired => 0,
        PhotosDoubtPart.TestPlanted => PhotoDoubtCase.Planted,
        PhotosDoubtPart.TestControl => PhotoDoubtCase.Control,
        _ => PhotoDoubtCase.Planted | PhotoDoubtCase.Control,
    };

    /// <inheritdoc/>
    public Picture LoadPicture(int picture) => MosaicPainter.Draw(_cases[picture].With(Present), _archive.Test, _size);

    /// <inheritdoc/>
    /// <remarks>The tiles that decide, whether people agree about them or not.</remarks>
    public float[,]? Region(int item, int rows, int columns) => _cases[item].Clean.Coverage(_cases[item].Question.Deciding, rows, columns);

    /// <inheritdoc/>
    public DoubtTruth DoubtOf(int item) => _cases[item].Truth(Present);

    /// <inheritdoc/>
    public float[,] DoubtMask(int item, int k, int rows, int columns) => _cases[item].Clean.Coverage([k], rows, columns);

    internal PhotoDoubtCase CaseOf(int item) => _cases[item];

    private VqaItem Item(PhotoDoubtCase made, int picture, SetRandom random)
    {
        AnswerDistribution people = made.People(Present);
        return BuiltInItems.Create((int)PhotoSplit.TestBlur + (int)Part, picture, 0, made.Question.Text, people.Draw(random, Annotators)) with
        {
            QuestionType = made.Family.Name,
            AnswerType = made.Family.AnswerType,
            TrueDistribution = people,
        };
    }
}
