namespace Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

/// <summary>
/// One test part of Scenes-Doubt: a question a picture, where the doubt about its answer comes from known exactly. Picture i of every part is made
/// from the same scene, of the unfamiliar and familiar parts from another. Defined in docs/scenes-doubt.md.
/// </summary>
internal sealed class ScenesDoubtSet : IVqaSet, IRegionTruth, IDoubtTruth
{
    private const int People = 10;

    private readonly DoubtCase[] _cases;
    private readonly VqaItem[] _items;
    private readonly int _size;

    /// <summary>Makes the cases on all cores; pictures are drawn later.</summary>
    /// <exception cref="UcamException">A number is out of range.</exception>
    public ScenesDoubtSet(ScenesDoubtPart part, SetRequest request)
    {
        var option = new SetOption("Scenes-Doubt");
        option.Within(request.Pictures, 1, 1_000_000, nameof(request.Pictures));
        option.Within(request.Size, 32, 1024, nameof(request.Size));
        (Part, _size) = (part, request.Size);
        _cases = new DoubtCase[request.Pictures];
        _items = new VqaItem[request.Pictures];
        SetRequest.Each(request.Pictures, i =>
        {
            _cases[i] = IsStrange ? DoubtCaseMaker.Unfamiliar(request.Seed, i) : DoubtCaseMaker.Hard(request.Seed, i);
            _items[i] = Item(_cases[i], i, SetRandom.For(request.Seed, (int)part, i, purpose: 2));
        }, request.Cancel);
    }

    /// <summary>Which part it is.</summary>
    public ScenesDoubtPart Part { get; }

    /// <inheritdoc/>
    public string Name => ScenesDoubtMaker.Entry.Name + "-" + BuiltInItems.PartName(Part);

    /// <inheritdoc/>
    public int PictureCount => _cases.Length;

    /// <inheritdoc/>
    public IReadOnlyList<VqaItem> Items => _items;

    private bool IsStrange => Part is ScenesDoubtPart.TestUnfamiliar or ScenesDoubtPart.TestFamiliar;

    /// <inheritdoc/>
    public Picture LoadPicture(int picture) => LoadPicture(picture, PresentIn(_cases[picture]));

    /// <summary>The picture with any of its difficulties, a bit each: 0 is the repaired picture.</summary>
    public Picture LoadPicture(int picture, int present) => DoubtPainter.Draw(_cases[picture].Scene, present, _size);

    /// <inheritdoc/>
    /// <remarks>The objects that decide, whether they are hard to see or not.</remarks>
    public float[,]? Region(int item, int rows, int columns) =>
        SceneTruth.Region(_cases[item].Scene.Clean, _cases[item].Question.Deciding, rows, columns);

    /// <inheritdoc/>
    public DoubtTruth DoubtOf(int item) => _cases[item].Truth(PresentIn(_cases[item]));

    /// <inheritdoc/>
    public float[,] DoubtMask(int item, int k, int rows, int columns) => _cases[item].Scene.Mask(k, rows, columns);

    internal DoubtCase CaseOf(int item) => _cases[item];

    private int PresentIn(DoubtCase made) => Part switch
    {
        ScenesDoubtPart.TestRepaired or ScenesDoubtPart.TestFamiliar => 0,
        ScenesDoubtPart.TestPartial => made.Scene.All & ~made.OfRelevant,
        ScenesDoubtPart.TestPlanted => 1 << made.Planted,
        ScenesDoubtPart.TestControl => 1 << made.Same,
        _ => made.Scene.All,
    };

    private VqaItem Item(DoubtCase made, int picture, SetRandom random)
    {
        AnswerDistribution people = made.People(PresentIn(made));
        return BuiltInItems.Create((int)SceneSplit.TestWrongPicture + (int)Part, picture, 0, made.Question.Text, people.Draw(random, People)) with
        {
            QuestionType = made.Question.Family,
            AnswerType = made.Question.AnswerType,
            TrueDistribution = people,
        };
    }
}
