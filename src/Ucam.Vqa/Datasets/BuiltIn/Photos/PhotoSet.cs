namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>
/// A VQA set of real photographs with real human answers: mosaics of CIFAR-10 photographs and questions of six families. The
/// region that decides an answer is its tiles. Of the photographs in validation and test about 51 people each said what they show
/// (CIFAR-10H); answers are drawn from what they said, combined for counts and yes/no as docs/photos.md says, so the true
/// distribution is known. Mosaic i and its questions depend on seed, split and i alone.
/// </summary>
internal sealed class PhotoSet : IVqaSet, IRegionTruth, IDenseTruth
{
    private const int Annotators = 10, ValidationPhotographs = 2000, Attempts = 8, Rounds = 12;

    private readonly PhotoSetOptions _options;
    private readonly PhotoArchive _archive;
    private readonly PhotoGroup _photos;
    private readonly Mosaic[] _mosaics;
    private readonly VqaItem[] _items;
    private readonly int[][] _deciding;

    /// <summary>Creates the set: composes all mosaics and writes all questions; pictures are drawn later.</summary>
    /// <exception cref="UcamException">An option is out of range, or the archive has too few photographs for the part.</exception>
    public PhotoSet(PhotoSetOptions options, PhotoArchive archive, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(archive);
        options.Check();
        (_options, _archive) = (options, archive);
        _photos = options.Split == PhotoSplit.Train ? archive.Train : archive.Test;
        int[] photographs = Photographs(options.Split, _photos.Labels.Length);
        _mosaics = Compose(photographs, cancel);
        (_items, _deciding) = Write(cancel);
    }

    /// <inheritdoc/>
    public string Name => "photos-" + BuiltInItems.PartName(_options.Split);

    /// <inheritdoc/>
    public int PictureCount => _mosaics.Length;

    /// <inheritdoc/>
    public IReadOnlyList<VqaItem> Items => _items;

    /// <inheritdoc/>
    public IReadOnlyList<DenseHead> DenseHeads { get; } = [new("class", PhotoClasses.Count + 1)];

    internal Mosaic MosaicOf(int picture) => _mosaics[picture];

    /// <inheritdoc/>
    public Picture LoadPicture(int picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(picture);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(picture, _mosaics.Length);
        return MosaicPainter.Draw(_mosaics[picture], _photos, _options.Size);
    }

    /// <inheritdoc/>
    /// <remarks>The tiles that decide: the one asked about, both of a relation, all that are counted. Null for an absence.</remarks>
    public float[,]? Region(int item, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, _items.Length);
        return _deciding[item].Length == 0 ? null : _mosaics[_items[item].Picture].Coverage(_deciding[item], rows, columns);
    }

    /// <inheritdoc/>
    /// <remarks>1 + the class of the tile that covers more than half of the cell, 0 where tiles cover at most a tenth.</remarks>
    public void CellLabels(int picture, int grid, Span<byte> labels)
    {
        const double Mostly = 0.5, Hardly = 0.1;
        Mosaic mosaic = _mosaics[picture];
        Span<float> covered = stackalloc float[grid * grid];
        covered.Clear();
        labels.Fill(IDenseTruth.Ignore);
        for (int t = 0; t < mosaic.Tiles.Length; t++)
        {
            float[,] share = mosaic.Coverage([t], grid, grid);
            for (int cell = 0; cell < covered.Length; cell++)
            {
                float here = share[cell / grid, cell % grid];
                covered[cell] += here;
                if (here > Mostly) labels[cell] = (byte)(1 + mosaic.Tiles[t].Class);
            }
        }
        for (int cell = 0; cell < covered.Length; cell++)
            if (covered[cell] <= Hardly) labels[cell] = 0;
    }

    /// <summary>The photographs of a part, by their index in the group of so many.</summary>
    internal static int[] Photographs(PhotoSplit split, int count)
    {
        int held = Math.Min(ValidationPhotographs, count / 5);
        return split switch
        {
            PhotoSplit.Train => [.. Enumerable.Range(0, count)],
            PhotoSplit.Validation => [.. Enumerable.Range(0, held)],
            _ => [.. Enumerable.Range(held, count - held)],
        };
    }

    private Mosaic[] Compose(int[] photographs, CancellationToken cancel)
    {
        byte[] labels = _photos.Labels;
        int seed = _options.Seed;
        if (_options.Split == PhotoSplit.TestSingle)
            return [.. photographs.Take(_options.Pictures).Select((photo, i) => MosaicLayout.Single(seed, _options.Split, i, photo, labels[photo]))];
        int[][] byClass = [.. Enumerable.Range(0, PhotoClasses.Count).Select(k => photographs.Where(p => labels[p] == k).ToArray())];
        int missing = Array.FindIndex(byClass, c => c.Length == 0);
        if (missing >= 0)
            throw new UcamException($"Photos: the {Name} part has no photograph of class {PhotoClasses.Folders[missing]}; {PhotoArchive.Sources}.");
        var mosaics = new Mosaic[_options.Pictures];
        SetRequest.Each(mosaics.Length, i => mosaics[i] = MosaicLayout.Create(seed, _options.Split, i, byClass), cancel);
        return mosaics;
    }

    private (VqaItem[] Items, int[][] Deciding) Write(CancellationToken cancel)
    {
        var written = new List<(VqaItem Item, int[] Deciding)>[_mosaics.Length];
        SetRequest.Each(written.Length, i => written[i] = Write(i), cancel);
        return ([.. written.SelectMany(w => w.Select(q => q.Item))], [.. written.SelectMany(w => w.Select(q => q.Deciding))]);
    }

    private List<(VqaItem, int[])> Write(int picture)
    {
        var random = SetRandom.For(_options.Seed, (int)_options.Split, picture, purpose: 1);
        var said = SetRandom.For(_options.Seed, (int)_options.Split, picture, purpose: 2);
        var asker = new PhotoAsker(_mosaics[picture], Array.ConvertAll(_mosaics[picture].Tiles, People), random);
        bool single = _options.Split == PhotoSplit.TestSingle;
        double[] weights = [.. PhotoFamily.All.Select(f => single && f.Family is not WhatFamily ? 0 : f.Weight)];
        int wanted = single ? Math.Min(1, _options.QuestionsPerPicture) : _options.QuestionsPerPicture;
        List<(VqaItem, int[])> questions = [];
        HashSet<string> texts = [];
        for (int round = 0; questions.Count < wanted && round < Rounds * wanted; round++)
        {
            PhotoFamily family = PhotoFamily.All[random.Weighted(weights)].Family;
            if (AskOnce(family, asker) is { } question && texts.Add(question.Text))
                questions.Add((Item(family, question, question.Distribution.Draw(said, Annotators), picture, questions.Count), question.Deciding));
        }
        return questions;
    }

    private static PhotoQuestion? AskOnce(PhotoFamily family, PhotoAsker asker)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
            if (family.Ask(asker) is { } question) return question;
        return null;
    }

    private double[] People(Tile tile)
    {
        if (_options.Split != PhotoSplit.Train) return _archive.People(tile.Photo).ToArray();
        var label = new double[PhotoClasses.Count];
        label[tile.Class] = 1;
        return label;
    }

    private VqaItem Item(PhotoFamily family, PhotoQuestion question, string[] said, int picture, int number) =>
        BuiltInItems.Create((int)_options.Split, picture, number, question.Text, said) with
        {
            QuestionType = family.Name,
            AnswerType = family.AnswerType,
            TrueDistribution = _options.Split == PhotoSplit.Train ? null : question.Distribution,
        };
}
