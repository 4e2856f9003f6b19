using Ucam.Vqa.Datasets;

namespace Ucam.Extensions.AI.Maps;

/// <summary>The parts of a picture that stay; the others are covered.</summary>
/// <param name="Parts">The parts.</param>
/// <param name="Stays">A value a part.</param>
internal sealed record Cover(PictureParts Parts, bool[] Stays)
{
    // What masks of a seed are told apart by from other uses of it.
    private const int Order = 81, Draw = 82;

    /// <summary>The covers of a map, those of a window or of one part each in an order that spreads over the picture.</summary>
    public static IReadOnlyList<Cover> All(DoubtMapOptions how, Picture picture, int seed)
    {
        int cells = how.Cells, across = cells - how.Window + 1;
        PictureParts parts = how.Superpixels ? Slic.Of(picture, cells * cells) : PictureParts.Squares(cells);
        if (how.Kind == DoubtMapKind.Occlusion)
            return [.. SetRandom.For(seed, 0, 0, Order).Shuffled(Enumerable.Range(0, how.Superpixels ? parts.Count : across * across)).Take(how.Calls)
                .Select(at => how.Superpixels ? new Cover(parts, [.. Enumerable.Range(0, parts.Count).Select(part => part != at)])
                    : Windowed(parts, how.Window, at / across, at % across))];
        SetRandom random = SetRandom.For(seed, 0, 0, Draw);
        return [.. Enumerable.Range(0, how.Calls).Select(_ => new Cover(parts, [.. Enumerable.Range(0, parts.Count)
            .Select(_ => random.Chance(how.Keep))]))];
    }

    /// <summary>The covered copy.</summary>
    public Picture Over(Picture picture, byte fill)
    {
        byte[] rgb = picture.Rgb.ToArray();
        for (int y = 0; y < picture.Height; y++)
            for (int x = 0; x < picture.Width; x++)
                if (!Stays[Parts.Of[Parts.Cell(picture, x, y)]]) rgb.AsSpan((y * picture.Width + x) * 3, 3).Fill(fill);
        return new Picture(picture.Width, picture.Height, rgb);
    }

    private static Cover Windowed(PictureParts squares, int window, int row, int column) => new(squares, [.. squares.Of.Select(i =>
        i / squares.Columns < row || i / squares.Columns >= row + window || i % squares.Columns < column || i % squares.Columns >= column + window)]);
}
