namespace Ucam.Studies.Reports.Table;

/// <summary>The pictures of a report, each once.</summary>
internal sealed class ReportPictures
{
    private readonly List<string> _names = [];

    /// <summary>Finds which items share a picture: pictures are told apart by themselves, those that are not there by their names.</summary>
    public ReportPictures(IReadOnlyList<ReportItem> items)
    {
        var images = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        Places = [.. items.Select(item => item.Image is { } image ? Place(images, image, item) : Place(names, item.PictureName, item))];
    }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The picture of each item, by its place.</summary>
    public IReadOnlyList<int> Places { get; }

    private int Place<T>(Dictionary<T, int> places, T key, ReportItem item) where T : notnull
    {
        if (!places.TryAdd(key, _names.Count)) return places[key];
        _names.Add(item.PictureName);
        return _names.Count - 1;
    }
}
