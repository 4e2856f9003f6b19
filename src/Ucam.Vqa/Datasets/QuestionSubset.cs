namespace Ucam.Vqa.Datasets;

/// <summary>The first questions of a set with their pictures, renumbered as they come; regions and people's maps pass through.</summary>
internal sealed class QuestionSubset : IVqaSet, IRegionTruth, IPeopleAttention
{
    private readonly IVqaSet _set;
    private readonly int[] _pictures;

    private QuestionSubset(IVqaSet set, int questions)
    {
        _set = set;
        (_pictures, Items) = PictureNumbers.AsTheyCome([.. set.Items.Take(questions)]);
    }

    /// <inheritdoc/>
    public string Name => _set.Name;

    /// <inheritdoc/>
    public int PictureCount => _pictures.Length;

    /// <inheritdoc/>
    public IReadOnlyList<VqaItem> Items { get; }

    /// <summary>A set of at most so many questions, ≥ 1; the set itself where it has no more, or <paramref name="questions"/> is null.</summary>
    public static IVqaSet Limit(IVqaSet set, int? questions) => questions is { } most && most < set.Items.Count ? new QuestionSubset(set, most) : set;

    /// <inheritdoc/>
    public Picture LoadPicture(int picture) => _set.LoadPicture(_pictures[picture]);

    /// <inheritdoc/>
    public float[,]? Region(int item, int rows, int columns) => (_set as IRegionTruth)?.Region(item, rows, columns);

    /// <inheritdoc/>
    public IReadOnlyList<float[,]> PeopleMaps(int item, int rows, int columns) => (_set as IPeopleAttention)?.PeopleMaps(item, rows, columns) ?? [];
}
