using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Datasets.BuiltIn.Scenes;

namespace Ucam.Vqa;

/// <summary>
/// An embedded VQA set whose truth is fully known: drawn pictures of simple objects, questions of eleven families, ten simulated
/// people's answers and the distribution they are drawn from, the region that decides each answer and where people look.
/// Picture i and its questions depend on seed, split and i alone, so a picture is drawn when it is asked for, on any thread.
/// The model of the people is described in docs/scenes.md.
/// </summary>
public sealed class SceneSet : IVqaSet, IRegionTruth, IPeopleAttention, IDenseTruth
{
    private const int People = 10;

    private readonly SceneSetOptions _options;
    private readonly Scene[] _scenes;
    private readonly VqaItem[] _items;
    private readonly SceneQuestion[] _questions;

    /// <summary>Creates the set: places all objects and writes all questions, on all cores; pictures are drawn later.</summary>
    /// <exception cref="UcamException">An option is out of range.</exception>
    public SceneSet(SceneSetOptions options) : this(options, CancellationToken.None) { }

    internal SceneSet(SceneSetOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
        var writer = new QuestionWriter(options);
        _scenes = new Scene[options.Pictures];
        var written = new List<(SceneQuestion Question, string[] Said)>[options.Pictures];
        SetRequest.Each(options.Pictures, i =>
        {
            _scenes[i] = SceneLayout.Create(options.Seed, options.Split, i);
            var random = SetRandom.For(options.Seed, (int)options.Split, i, purpose: 2);
            written[i] = writer.Write(i, _scenes[i]).ConvertAll(q => (q, q.Distribution.Draw(random, People)));
        }, cancel);
        (_items, _questions) = Collect(written);
    }

    /// <inheritdoc/>
    public string Name => "scenes-" + BuiltInItems.PartName(_options.Split);

    /// <inheritdoc/>
    public int PictureCount => _scenes.Length;

    /// <inheritdoc/>
    public IReadOnlyList<VqaItem> Items => _items;

    IReadOnlyList<DenseHead> IDenseTruth.DenseHeads => SceneTruth.Heads;

    /// <summary>The options the set was made from.</summary>
    public SceneSetOptions Options => _options;

    /// <inheritdoc/>
    /// <remarks>Size × Size pixels.</remarks>
    public Picture LoadPicture(int picture) => ScenePainter.Draw(SceneOf(picture), _options.Size);

    /// <inheritdoc/>
    /// <remarks>
    /// The visible part of the objects that decide: the one asked about, both that are compared, all that are counted. Null where
    /// nothing decides: an absence, a count of 0, a question about another picture.
    /// </remarks>
    public float[,]? Region(int item, int rows, int columns)
    {
        var question = QuestionOf(item);
        return question.Deciding.Length == 0 ? null : SceneTruth.Region(SceneOf(_items[item].Picture), question.Deciding, rows, columns);
    }

    /// <inheritdoc/>
    /// <remarks>Three people; where no region decides the answer they search, looking from object to object.</remarks>
    public IReadOnlyList<float[,]> PeopleMaps(int item, int rows, int columns)
    {
        var question = QuestionOf(item);
        return SceneGaze.Maps(SceneOf(_items[item].Picture), question.Deciding, _items[item].QuestionId ^ (long)_options.Seed << 40, rows, columns);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// "object": 1 where the cell holds the centre of the visible part of an object, 2 where an object covers more than 35 % of it,
    /// 0 where objects cover at most 10 %, <see cref="IDenseTruth.Ignore"/> otherwise. The other heads give the value of that
    /// object, from 1; a hue between two names bears the nearer one.
    /// </remarks>
    public void CellLabels(int picture, int grid, Span<byte> labels) => SceneTruth.CellLabels(SceneOf(picture), grid, labels);

    internal Scene SceneOf(int picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(picture);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(picture, _scenes.Length);
        return _scenes[picture];
    }

    internal SceneQuestion QuestionOf(int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, _questions.Length);
        return _questions[item];
    }

    private (VqaItem[] Items, SceneQuestion[] Questions) Collect(List<(SceneQuestion Question, string[] Said)>[] written)
    {
        Dictionary<string, string> texts = [];
        List<VqaItem> items = [];
        List<SceneQuestion> questions = [];
        for (int i = 0; i < written.Length; i++)
            for (int q = 0; q < written[i].Count; q++)
            {
                var (question, said) = written[i][q];
                if (!texts.TryGetValue(question.Text, out string? text)) texts[question.Text] = text = question.Text;
                question = question with { Text = text, AnsweredBy = null };
                questions.Add(question);
                items.Add(Item(question, said, i, q));
            }
        return ([.. items], [.. questions]);
    }

    private VqaItem Item(SceneQuestion question, string[] said, int picture, int number) =>
        BuiltInItems.Create((int)_options.Split, picture, number, question.Text, said) with
        {
            QuestionType = question.Family,
            AnswerType = question.AnswerType,
            TrueDistribution = question.Distribution,
        };
}
