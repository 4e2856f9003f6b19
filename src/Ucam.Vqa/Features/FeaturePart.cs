using Ucam.Vqa.Features.Safetensors;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>
/// One memory-mapped safetensors file of features: "features" (N, P, C) as 16-bit floats and "ids" (N) as 64-bit integers, with the grid in the
/// metadata. Checked when opened; rows are read in any order, from several threads.
/// </summary>
internal sealed unsafe class FeaturePart : IDisposable
{
    private readonly SafetensorsFile _file;
    private readonly SafetensorsEntry _features;

    // A row is looked at once, since training reads it again and again.
    private readonly bool[] _finite;

    private FeaturePart(SafetensorsFile file)
    {
        _file = file;
        _features = file.Readable(FeatureFile.FeaturesName);
        var ids = file.Readable(FeatureFile.IdsName);
        if (_features.DType != ScalarType.Float16 || _features.Shape.Length != 3)
            throw Wrong(FeatureFile.FeaturesName, "is not (pictures, positions, channels) of F16");
        if (ids.DType != ScalarType.Int64 || ids.Shape.Length != 1 || ids.Shape[0] != _features.Shape[0])
            throw Wrong(FeatureFile.IdsName, "is not one I64 for each picture");
        int rows = Number(FeatureFile.RowsKey), columns = Number(FeatureFile.ColumnsKey);
        if ((long)rows * columns != _features.Shape[1])
            throw Wrong(FeatureFile.FeaturesName, $"has {_features.Shape[1]} positions, which is not {rows}×{columns}");
        if (_features.Shape[0] > int.MaxValue || (Int128)_features.Shape[1] * _features.Shape[2] * 2 > int.MaxValue)
            throw Wrong(FeatureFile.FeaturesName, "is too large");
        Grid = (rows, columns, (int)_features.Shape[2]);
        using CallGuard.Call call = file.Enter();
        Ids = new ReadOnlySpan<long>(file.Pointer(ids), (int)ids.Shape[0]).ToArray();
        _finite = new bool[Ids.Length];
    }

    /// <summary>The path the file was opened by.</summary>
    public string Path => _file.Path;

    /// <summary>The texts stored with the features.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    /// <summary>Rows, columns and channels.</summary>
    public (int Rows, int Columns, int Channels) Grid { get; }

    /// <summary>The picture of each row.</summary>
    public long[] Ids { get; }

    /// <exception cref="SafetensorsException">The file is missing, damaged, or not a feature file.</exception>
    public static FeaturePart Open(string path)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            return new FeaturePart(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Looks at one row.</summary>
    /// <exception cref="UcamException">A feature is not a finite number; the message names file, picture and place.</exception>
    public void RequireFinite(int row)
    {
        int bad = FirstNotFinite(row);
        if (bad >= 0) throw NotFinite(Ids[row], FeatureRows.Place(bad / Grid.Channels, bad % Grid.Channels, Grid.Columns));
    }

    /// <summary>Whether every feature of a row is a finite number.</summary>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public bool IsFinite(int row) => FirstNotFinite(row) < 0;

    /// <summary>Copies one row, as it is stored or as 32-bit floats.</summary>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public void CopyRow(int row, byte* to, bool half)
    {
        using CallGuard.Call call = _file.Enter();
        int elements = Grid.Rows * Grid.Columns * Grid.Channels;
        byte* source = _file.Pointer(_features) + 2L * elements * row;
        if (half) Buffer.MemoryCopy(source, to, 2L * elements, 2L * elements);
        else HalfNumbers.ToSingle(new ReadOnlySpan<Half>(source, elements), new Span<float>(to, elements));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>What is wrong with it, in one line.</summary>
    public SafetensorsException Wrong(string field, string what) =>
        new($"{_file.Path} is not a Ucam feature file: \"{field}\" {what}. Extract the features again.") { File = _file.Path, Field = field };

    private int FirstNotFinite(int row)
    {
        if (_finite[row]) return -1;
        using CallGuard.Call call = _file.Enter();
        int elements = Grid.Rows * Grid.Columns * Grid.Channels;
        int bad = HalfNumbers.FirstNotFinite(new ReadOnlySpan<Half>((Half*)_file.Pointer(_features) + (long)elements * row, elements));
        _finite[row] = bad < 0;
        return bad;
    }

    private NotFiniteException NotFinite(long picture, string place)
    {
        const string Advice = "extract them again";
        return new NotFiniteException($"a feature of picture {picture} ({place}) in {Path}", Advice,
            $"{Path}: the features of picture {picture} hold a value that is not a finite number, in {place}; {Advice}.")
        { File = Path, Field = FeatureFile.FeaturesName };
    }

    private int Number(string key) =>
        Metadata.TryGetValue(key, out string? text) && int.TryParse(text, out int number) && number >= 1
            ? number : throw Wrong(key, "is missing or not a number from 1 up");
}
