using Ucam.Imaging;

namespace Ucam.Datasets;

/// <summary>Some pictures of a set with their questions, renumbered from 0; regions pass through.</summary>
public sealed class PictureSubset : IVqaSet, IRegionTruth
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
        Dictionary<int, int> position = _pictures.Select((p, i) => (p, i)).ToDictionary(e => e.p, e => e.i);
        _items = [.. Enumerable.Range(0, set.Items.Count).Where(i => position.ContainsKey(set.Items[i].Picture))];
        Items = [.. _items.Select(i => set.Items[i] with { Picture = position[set.Items[i].Picture] })];
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
}
