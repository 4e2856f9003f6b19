using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa;

/// <summary>
/// A set read from files of a public format by <see cref="DataFormats"/>: pictures are decoded when asked for, regions and people's
/// maps where the format has them.
/// </summary>
public sealed class FileSet : IVqaSet, IRegionTruth, IPeopleAttention, IPictureFiles
{
    private readonly string?[] _pictures;
    private readonly VqaItem[] _items;
    private readonly PictureRegion?[]? _regions;
    private readonly IReadOnlyList<string>[]? _maps;

    internal FileSet(string name, string?[] pictures, VqaItem[] items, PictureRegion?[]? regions, IReadOnlyList<string>[]? maps) =>
        (Name, _pictures, _items, _regions, _maps) = (name, pictures, items, regions, maps);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int PictureCount => _pictures.Length;

    /// <inheritdoc/>
    public IReadOnlyList<VqaItem> Items => _items;

    /// <summary>Whether any question has answers.</summary>
    public bool IsLabelled => Array.Exists(_items, i => i.Answers.Count > 0);

    /// <summary>Whether any question has a region.</summary>
    public bool HasRegions => _regions is not null;

    /// <summary>Whether any question has people's attention maps.</summary>
    public bool HasPeopleMaps => _maps is not null;

    /// <summary>The file of a picture; null where the set was read without its pictures.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    public string? PictureFile(int picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(picture);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(picture, _pictures.Length);
        return _pictures[picture];
    }

    /// <inheritdoc/>
    /// <exception cref="UcamException">The file cannot be read or is not a picture, or the set was read without its pictures.</exception>
    public Picture LoadPicture(int picture) => Picture.Load(PictureFile(picture)
        ?? throw new UcamException($"{Name} was read without its pictures; give the folder that holds them.") { Field = "pictures" });

    /// <inheritdoc/>
    public float[,]? Region(int item, int rows, int columns)
    {
        Check(item);
        return _regions?[item]?.Cells(rows, columns);
    }

    /// <inheritdoc/>
    /// <remarks>From pictures that are brightest where the person looked most; a black one says nothing and is left out.</remarks>
    public IReadOnlyList<float[,]> PeopleMaps(int item, int rows, int columns)
    {
        Check(item);
        if (_maps is null) return [];
        List<float[,]> maps = [];
        foreach (string file in _maps[item])
        {
            float[,] map = GreyMask.Cells(Picture.Load(file), rows, columns);
            float total = map.Cast<float>().Sum();
            if (total <= 0) continue;
            for (int r = 0; r < rows; r++)
                for (int c = 0; c < columns; c++) map[r, c] /= total;
            maps.Add(map);
        }
        return maps;
    }

    private void Check(int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, _items.Length);
    }
}
