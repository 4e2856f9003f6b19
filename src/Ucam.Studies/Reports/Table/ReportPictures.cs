namespace Ucam.Studies.Reports.Table;

/// <summary>The pictures of a report, each once, the smaller the more there are: so that a page of 1,000 stays small.</summary>
internal sealed class ReportPictures
{
    private const int Quality = 75;

    private static readonly (int Most, int Side)[] Sides = [(60, 448), (250, 320), (600, 224), (int.MaxValue, 160)];

    private readonly List<(string Name, Picture? Picture)> _pictures = [];
    private readonly int[] _of;

    /// <summary>Finds which items share a picture.</summary>
    public ReportPictures(IReadOnlyList<ReportItem> items)
    {
        var places = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        _of = [.. items.Select(item => Place(item, places, names))];
    }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. _pictures.Select(picture => picture.Name)];

    /// <summary>The picture of each item, by its place.</summary>
    public IReadOnlyList<int> Places => _of;

    /// <summary>Each picture as an address that holds it, WebP; null where there is none.</summary>
    public IReadOnlyList<(string Data, int Width, int Height)?> Encode()
    {
        int side = Sides.First(s => _pictures.Count <= s.Most).Side;
        var encoded = new (string, int, int)?[_pictures.Count];
        ParallelLoop.For(_pictures.Count, i =>
        {
            if (_pictures[i].Picture is not { } picture) return;
            Picture small = Math.Max(picture.Width, picture.Height) > side ? ReportPicture.Within(picture, side) : picture;
            encoded[i] = ($"data:image/webp;base64,{Convert.ToBase64String(small.EncodeWebp(Quality))}", small.Width, small.Height);
        });
        return encoded;
    }

    // Pictures are told apart by themselves; those that are not there by their names.
    private int Place(ReportItem item, Dictionary<object, int> places, Dictionary<string, int> names)
    {
        int next = _pictures.Count;
        bool isNew = item.Picture is { } picture ? places.TryAdd(picture, next) : names.TryAdd(item.PictureName, next);
        if (!isNew) return item.Picture is { } known ? places[known] : names[item.PictureName];
        _pictures.Add((item.PictureName, item.Picture));
        return next;
    }
}
