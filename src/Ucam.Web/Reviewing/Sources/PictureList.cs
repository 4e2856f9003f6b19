using Ucam.Vqa.Datasets.Files;

namespace Ucam.Web.Reviewing.Sources;

/// <summary>The pictures that results name, each once, and their files where a folder of them is given.</summary>
internal sealed class PictureList(string? folder)
{
    private readonly PictureIndex? _index = folder is null ? null : new PictureIndex([folder]);
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<ReviewPicture> _pictures = [];

    /// <summary>All so far.</summary>
    public IReadOnlyList<ReviewPicture> Pictures => _pictures;

    /// <summary>The place of a picture by its name, a path below the folder; without a folder only a picture that is there by that very name has a
    /// file.</summary>
    public int ByName(string name) => Place(name, () => new ReviewPicture(name, _index is not null ? _index.ByName(name).Path ?? _index.ByName(Last(name)).Path
        : PictureIndex.IsPicture(name) && File.Exists(name) ? name : null));

    /// <summary>The place of a picture by its number in its set.</summary>
    public int ByNumber(long number) => Place($"{number}", () => new ReviewPicture($"picture {number}", _index?.ByNumber(number, "").Path, number));

    /// <summary>The place of a picture whose file is known.</summary>
    public int Of(string name, string? file) => Place(name, () => new ReviewPicture(name, file));

    private int Place(string key, Func<ReviewPicture> make)
    {
        if (_places.TryGetValue(key, out int place)) return place;
        _places[key] = _pictures.Count;
        _pictures.Add(make());
        return _pictures.Count - 1;
    }

    private static string Last(string name) => Path.GetFileName(name.Replace('\\', '/'));
}
