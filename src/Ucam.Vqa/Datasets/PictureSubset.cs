namespace Ucam.Vqa.Datasets;

/// <summary>Some pictures of a set with their questions, renumbered from 0; regions and people's maps pass through.</summary>
internal sealed class PictureSubset : IVqaSet, IRegionTruth, IPeopleAttention
{
    private readonly IVqaSet _set;
    private readonly int[] _pictures;
    private readonly int[] _items;

    /// <summary>Takes pictures of a set, in the given order.</summary>
    /// <param name="set">The whole set.</param>
    /// <param name="name">Name of the part.</param>
    /// <param name="pictures">Distinct indices of pictures.</param>
    public PictureSubset(IVqaSet set, string name, IReadOnlyList<int> pictures)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(pictures);
        _set = set;
        Name = name;
        _pictures = [.. pictures];
        HashSet<int> chosen = [.. _pictures];
        _items = [.. Enumerable.Range(0, set.Items.Count).Where(i => chosen.Contains(set.Items[i].Picture))];
        Items = PictureNumbers.InOrder(_pictures, [.. _items.Select(i => set.Items[i])]);
    }

    /// <summary>Splits a set by pictures into a part to learn from and one that is held out, drawn from a seed.</summary>
    /// <param name="set">The whole set.</param>
    /// <param name="share">Share of the pictures that is held out, above 0 and below 1.</param>
    /// <param name="order">The pictures in a random order; the first are held out.</param>
    /// <exception cref="UcamException">There are too few pictures for two parts.</exception>
    internal static (IVqaSet Train, IVqaSet HeldOut) HoldOut(IVqaSet set, double share, int[] order)
    {
        int held = (int)Math.Round(share * set.PictureCount);
        if (held < 1 || held >= set.PictureCount)
            throw new UcamException($"{set.Name}: {set.PictureCount} pictures are too few to hold {share:P0} out; give a validation set.");
        return (new PictureSubset(set, "train", order[held..]), new PictureSubset(set, "held-out", order[..held]));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int PictureCount => _pictures.Length;

    /// <inheritdoc/>
    public IReadOnlyList<VqaItem> Items { get; }

    /// <inheritdoc/>
    public Picture LoadPicture(int picture) => _set.LoadPicture(_pictures[picture]);

    /// <inheritdoc/>
    public float[,]? Region(int item, int rows, int columns) => (_set as IRegionTruth)?.Region(_items[item], rows, columns);

    /// <inheritdoc/>
    public IReadOnlyList<float[,]> PeopleMaps(int item, int rows, int columns) =>
        (_set as IPeopleAttention)?.PeopleMaps(_items[item], rows, columns) ?? [];
}
