using SkiaSharp;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>Writes a picture with the masks and attention maps of its questions, as PNG.</summary>
internal sealed class VqaPictureWriter
{
    private readonly IVqaSet _set;
    private readonly VqaExportOptions _options;
    private readonly string _images, _regions, _attention, _doubt;
    private readonly List<int>[] _itemsOf;

    public VqaPictureWriter(IVqaSet set, string directory, string split, VqaExportOptions options)
    {
        (_set, _options) = (set, options);
        string Folder(string kind) => Path.Combine(directory, kind, split);
        (_images, _regions, _attention, _doubt) = (Folder("images"), Folder("regions"), Folder("attention"), Folder("doubt"));
        _itemsOf = [.. Enumerable.Range(0, set.PictureCount).Select(_ => new List<int>())];
        for (int i = 0; i < set.Items.Count; i++) _itemsOf[set.Items[i].Picture].Add(i);
    }

    /// <summary>The folder of the pictures.</summary>
    public string ImageFolder => _images;

    /// <summary>The folders of regions and maps that may be written.</summary>
    public IEnumerable<string> MapFolders
    {
        get
        {
            if (_options.Regions && _set is IRegionTruth) yield return _regions;
            if (_options.PeopleMaps && _set is IPeopleAttention) yield return _attention;
            if (_options.Regions && _set is IDoubtTruth) yield return _doubt;
        }
    }

    /// <summary>Where a picture goes; null for one that nothing is asked about.</summary>
    public string? PathOf(int picture) => _itemsOf[picture].Count == 0 ? null
        : Path.Combine(_images,
            $"{_options.ImagePrefix}{_set.Items[_itemsOf[picture][0]].ImageId:D12}{Path.GetExtension(FileOf(picture) ?? ".png").ToLowerInvariant()}");

    private string? FileOf(int picture) => (_set as FileSet)?.PictureFile(picture);

    public void Write(int picture, CancellationToken cancel)
    {
        if (_itemsOf[picture].Count == 0) return;
        string path = PathOf(picture)!;
        if (FileOf(picture) is { } file) VqaFiles.Place(file, path, _options.CopyPictures);
        else Save(path, Encode(_set.LoadPicture(picture)));
        foreach (int item in _itemsOf[picture])
        {
            cancel.ThrowIfCancellationRequested();
            long question = _set.Items[item].QuestionId;
            int side = _options.MapSize;
            if (_options.Regions && _set is IRegionTruth regions && regions.Region(item, side, side) is { } region)
                Save(Path.Combine(_regions, $"{question}.png"), Encode(region, 1));
            if (_options.PeopleMaps && _set is IPeopleAttention people) WriteMaps(people.PeopleMaps(item, side, side), question);
            if (_options.Regions && _set is IDoubtTruth doubt) WriteDoubt(doubt, item);
        }
    }

    private void WriteDoubt(IDoubtTruth doubt, int item)
    {
        foreach (int k in doubt.DoubtOf(item).Difficult)
            Save(Path.Combine(_doubt, VqaDoubtFile.MaskName(_set.Items[item], k)),
                Encode(doubt.DoubtMask(item, k, _options.MapSize, _options.MapSize), 1));
    }

    private void WriteMaps(IReadOnlyList<float[,]> maps, long question)
    {
        for (int p = 0; p < maps.Count; p++)
            Save(Path.Combine(_attention, $"{question}_{p + 1}.png"), Encode(maps[p], maps[p].Cast<float>().Max()));
    }

    private static void Save(string path, SKData png)
    {
        using (png) VqaFiles.Write(path, png.SaveTo);
    }

    private static SKData Encode(Picture picture)
    {
        var rgba = new byte[picture.Width * picture.Height * 4];
        var rgb = picture.Rgb;
        for (int i = 0, j = 0; j < rgb.Length; i += 4, j += 3)
        {
            rgb.Slice(j, 3).CopyTo(rgba.AsSpan(i));
            rgba[i + 3] = 255;
        }
        return Encode(rgba, new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
    }

    private static SKData Encode(float[,] values, float most)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        var grey = new byte[rows * columns];
        for (int i = 0; i < grey.Length; i++) grey[i] = (byte)Math.Round(255 * Math.Clamp(values[i / columns, i % columns] / most, 0, 1));
        return Encode(grey, new SKImageInfo(columns, rows, SKColorType.Gray8, SKAlphaType.Opaque));
    }

    private static SKData Encode(byte[] pixels, SKImageInfo info)
    {
        using var image = SKImage.FromPixelCopy(info, pixels);
        return image.Encode(SKEncodedImageFormat.Png, 100);
    }
}
