namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>
/// Pictures and sentences in the style of NLVR (docs/nlvr.md), drawn or read. The region of a drawn sentence is the objects it speaks
/// of, and all objects where the scene has none of them; that of a person's sentence is all objects. Scenes and sentences of a block
/// of 32 drawn pictures depend on seed, split and block alone.
/// </summary>
internal sealed class NlvrSet : IVqaSet, IRegionTruth, IDenseTruth
{
    private readonly IReadOnlyList<NlvrScene> _scenes;
    private readonly Func<int, Picture> _load;
    private readonly VqaItem[] _items;
    private readonly NlvrStatement?[] _statements;

    /// <summary>What several people say; only their number matters, since a drawn sentence is true or false beyond doubt.</summary>
    private const int People = 5;

    internal NlvrSet(string name, IReadOnlyList<NlvrScene> scenes, Func<int, Picture> load,
        IReadOnlyList<(VqaItem Item, NlvrStatement? Statement)> asked)
    {
        (Name, _scenes, _load) = (name, scenes, load);
        _items = [.. asked.Select(a => a.Item)];
        _statements = [.. asked.Select(a => a.Statement)];
    }

    /// <summary>Draws a set: places all objects and writes all sentences, on all cores; pictures are drawn later.</summary>
    /// <exception cref="UcamException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static NlvrSet Draw(NlvrSetOptions options, CancellationToken cancel = default)
    {
        options.Check();
        int blocks = (options.Pictures + NlvrWriter.Block - 1) / NlvrWriter.Block;
        var scenes = new NlvrScene[options.Pictures];
        var asked = new List<(VqaItem, NlvrStatement?)>[blocks];
        SetRequest.Each(blocks, b =>
        {
            var random = SetRandom.For(options.Seed, (int)options.Split, b, purpose: 11);
            bool tower = random.Chance(options.Towers);
            NlvrScene[] drawn = [.. Enumerable.Range(0, NlvrWriter.Block / 2).SelectMany(_ => Pair(random, tower))];
            int first = b * NlvrWriter.Block, count = Math.Min(NlvrWriter.Block, scenes.Length - first);
            Array.Copy(drawn, 0, scenes, first, count);
            asked[b] = Ask(drawn[..count], [.. Enumerable.Range(first, count)], options.QuestionsPerPicture, 0, (int)options.Split, random);
        }, cancel);
        Picture Load(int i) =>
            options.Size == 0 ? NlvrPainter.Draw(scenes[i]) : NlvrSquare.Fold(NlvrPainter.Draw(scenes[i]), options.Size, "a drawn picture");
        return new NlvrSet($"{NlvrMaker.Drawn}-{BuiltInItems.PartName(options.Split)}", scenes, Load, [.. asked.SelectMany(a => a)]);
    }

    /// <summary>As in NLVR: a picture, and one with its objects shuffled.</summary>
    private static NlvrScene[] Pair(SetRandom random, bool tower)
    {
        NlvrScene first = NlvrLayout.Create(random, tower);
        return [first, NlvrLayout.Shuffle(first, random)];
    }

    /// <summary>Sentences about a block of scenes as items.</summary>
    /// <param name="scenes">The scenes.</param>
    /// <param name="pictures">The picture of each.</param>
    /// <param name="each">Sentences about each.</param>
    /// <param name="from">Number of the first.</param>
    /// <param name="part">Keeps the ids of different sets apart.</param>
    /// <param name="random">Drives everything.</param>
    internal static List<(VqaItem, NlvrStatement?)> Ask(IReadOnlyList<NlvrScene> scenes, int[] pictures, int each, int from, int part,
        SetRandom random)
    {
        List<(VqaItem, NlvrStatement?)> items = [];
        List<NlvrQuestion>[] asked = NlvrWriter.Write(scenes, each, random);
        for (int i = 0; i < asked.Length; i++)
            for (int q = 0; q < asked[i].Count; q++)
            {
                (NlvrStatement statement, bool holds) = asked[i][q];
                string[] said = [.. Enumerable.Repeat(holds ? "true" : "false", People)];
                items.Add((BuiltInItems.Create(part, pictures[i], from + q, statement.Text, said) with
                { QuestionType = statement.Template, AnswerType = "yes/no" }, statement));
            }
        return items;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int PictureCount => _scenes.Count;

    /// <inheritdoc/>
    public IReadOnlyList<VqaItem> Items => _items;

    /// <inheritdoc/>
    public IReadOnlyList<DenseHead> DenseHeads => NlvrTruth.Heads;

    /// <inheritdoc/>
    public Picture LoadPicture(int picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(picture);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(picture, _scenes.Count);
        return _load(picture);
    }

    /// <inheritdoc/>
    public float[,]? Region(int item, int rows, int columns)
    {
        NlvrScene scene = SceneOf(_items[item].Picture);
        return _statements[item] is { } statement && NlvrSquare.Region(scene, statement.Mentions, rows, columns) is { } spoken
            ? spoken : NlvrSquare.Region(scene, (_, _) => true, rows, columns);
    }

    /// <inheritdoc/>
    public void CellLabels(int picture, int grid, Span<byte> labels) => NlvrTruth.CellLabels(SceneOf(picture), grid, labels);

    internal NlvrScene SceneOf(int picture) => _scenes[picture];

    internal NlvrStatement? StatementOf(int item) => _statements[item];
}
