using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>The features of a set's pictures, found by their image ids in one or several feature files, which stay the caller's.</summary>
internal sealed class PictureFeatures : IPictureFeatures
{
    private readonly IReadOnlyList<FeatureFile> _files;
    private readonly (int File, int Row)[] _places;

    private PictureFeatures(IReadOnlyList<FeatureFile> files, (int, int)[] places) =>
        (_files, _places) = (files, places);

    /// <inheritdoc/>
    public int Count => _places.Length;

    /// <inheritdoc/>
    public int Rows => _files[0].Rows;

    /// <inheritdoc/>
    public int Columns => _files[0].Columns;

    /// <inheritdoc/>
    public int Channels => _files[0].Channels;

    /// <summary>Finds every picture that is asked about; where two files have it, in the first.</summary>
    /// <param name="set">The set.</param>
    /// <param name="files">At least one file, all of one grid.</param>
    /// <exception cref="UcamException">A picture is in none of the files, or they have different grids; the message names file and
    /// question.</exception>
    public static PictureFeatures Of(IVqaSet set, IReadOnlyList<FeatureFile> files)
    {
        CheckGrids(files);
        var places = new (int File, int Row)[set.PictureCount];
        Array.Fill(places, (0, -1));
        foreach (VqaItem item in set.Items)
            if (places[item.Picture].Row < 0) places[item.Picture] = Find(set, item, files);
        return new PictureFeatures(files, places);
    }

    /// <summary>Refuses files of different grids.</summary>
    /// <exception cref="UcamException">There are two grids; the message names the files.</exception>
    public static void CheckGrids(IReadOnlyList<FeatureFile> files)
    {
        if (files.FirstOrDefault(f => f.Grid != files[0].Grid) is { } other)
            throw new UcamException($"{other.Path} holds {Words(other.Grid)} features, {files[0].Path} "
                + $"{Words(files[0].Grid)}; give features of one network.")
            { File = other.Path, Field = "features" };
    }

    /// <summary>A grid in words.</summary>
    public static string Words((int Rows, int Columns, int Channels) grid) => $"{grid.Rows}×{grid.Columns}×{grid.Channels}";

    /// <inheritdoc/>
    /// <exception cref="UcamException">A feature is not a finite number; the message names file, picture and place.</exception>
    public void ReadInto(ReadOnlySpan<int> rows, Tensor target)
    {
        for (int start = 0, end; start < rows.Length; start = end)
        {
            int file = _places[rows[start]].File;
            end = start + 1;
            while (end < rows.Length && _places[rows[end]].File == file) end++;
            var places = new int[end - start];
            for (int i = 0; i < places.Length; i++) places[i] = _places[rows[start + i]].Row;
            using Tensor part = target.narrow(0, start, places.Length);
            _files[file].ReadInto(places, part);
        }
    }

    private static (int File, int Row) Find(IVqaSet set, VqaItem item, IReadOnlyList<FeatureFile> files)
    {
        for (int file = 0; file < files.Count; file++)
            if (files[file].IndexOf(item.ImageId) is >= 0 and int row) return (file, row);
        throw new UcamException($"{set.Name}: picture {item.ImageId} of question {item.QuestionId} is not in "
            + $"{string.Join(" or ", files.Select(f => f.Path))}; extract the features of all pictures.")
        { File = files[0].Path, Field = "features" };
    }
}
