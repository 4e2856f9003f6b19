using System.Collections.Concurrent;

namespace Ucam.Vqa.Datasets;

/// <summary>A set whose pictures are resized once to a square and kept in memory, up to a limit; the rest is read again each time.</summary>
internal sealed class CachedPictures(IVqaSet set, int size, long limitBytes) : IVqaSet, IRegionTruth
{
    private readonly ConcurrentDictionary<int, Picture> _kept = new();
    private readonly int _capacity = (int)Math.Min(int.MaxValue, limitBytes / (3L * size * size));

    public string Name => set.Name;

    public int PictureCount => set.PictureCount;

    public IReadOnlyList<VqaItem> Items => set.Items;

    public Picture LoadPicture(int picture)
    {
        if (_kept.TryGetValue(picture, out Picture? kept)) return kept;
        Picture loaded = set.LoadPicture(picture).Resize(size, size);
        if (_kept.Count < _capacity) _kept[picture] = loaded;
        return loaded;
    }

    public float[,]? Region(int item, int rows, int columns) => (set as IRegionTruth)?.Region(item, rows, columns);
}
