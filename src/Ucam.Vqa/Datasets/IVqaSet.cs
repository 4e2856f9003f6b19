namespace Ucam.Vqa;

/// <summary>A visual question answering set: pictures, questions and answers. Implementations are safe to read from several threads.</summary>
public interface IVqaSet
{
    /// <summary>A short name, for logs and file names.</summary>
    string Name { get; }

    /// <summary>Number of pictures.</summary>
    int PictureCount { get; }

    /// <summary>The questions, in a fixed order.</summary>
    IReadOnlyList<VqaItem> Items { get; }

    /// <summary>Draws or decodes picture <paramref name="picture"/>; the same index always gives the same pixels.</summary>
    Picture LoadPicture(int picture);
}

/// <summary>A set that knows which part of the picture decides each answer.</summary>
public interface IRegionTruth
{
    /// <summary>Share of each cell of a rows×columns grid covered by the deciding region, in [0,1]; null where none is defined.</summary>
    float[,]? Region(int item, int rows, int columns);
}

/// <summary>A set that knows how several people would look at the picture to answer.</summary>
public interface IPeopleAttention
{
    /// <summary>One map per person over a rows×columns grid, each non-negative and summing to 1; empty where none is defined.</summary>
    IReadOnlyList<float[,]> PeopleMaps(int item, int rows, int columns);
}

/// <summary>One attribute that every cell of a picture is labelled with.</summary>
/// <param name="Name">What the label says ("colour").</param>
/// <param name="Classes">Number of labels, background (0) included.</param>
internal sealed record DenseHead(string Name, int Classes);

/// <summary>A set that knows what each cell of a picture shows: the target of dense attribute prediction.</summary>
internal interface IDenseTruth
{
    /// <summary>Label of a cell that must not be trained on.</summary>
    const byte Ignore = 255;

    /// <summary>The labelled attributes.</summary>
    IReadOnlyList<DenseHead> DenseHeads { get; }

    /// <summary>Fills the labels of a picture, heads × grid × grid, row-major; <see cref="Ignore"/> where a cell has no clear label.</summary>
    void CellLabels(int picture, int grid, Span<byte> labels);
}
