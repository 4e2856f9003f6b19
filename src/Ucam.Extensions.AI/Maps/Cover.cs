using Ucam.Vqa.Datasets;

namespace Ucam.Extensions.AI.Maps;

/// <summary>The cells of a picture that stay, row by row; the others are covered.</summary>
/// <param name="Cells">Cells along each side.</param>
/// <param name="Stays">Cells·Cells values.</param>
internal sealed record Cover(int Cells, bool[] Stays)
{
    // What masks of a seed are told apart by from other uses of it.
    private const int Order = 81, Draw = 82;

    /// <summary>The covers of a map, those of a window in an order that spreads over the picture.</summary>
    public static IReadOnlyList<Cover> All(DoubtMapOptions how, int seed)
    {
        int cells = how.Cells, across = cells - how.Window + 1;
        if (how.Kind == DoubtMapKind.Occlusion)
            return [.. SetRandom.For(seed, 0, 0, Order).Shuffled(Enumerable.Range(0, across * across)).Take(how.Calls)
                .Select(at => Windowed(cells, how.Window, at / across, at % across))];
        SetRandom random = SetRandom.For(seed, 0, 0, Draw);
        return [.. Enumerable.Range(0, how.Calls).Select(_ => new Cover(cells, [.. Enumerable.Range(0, cells * cells)
            .Select(_ => random.Chance(how.Keep))]))];
    }

    /// <summary>The covered copy.</summary>
    public Picture Over(Picture picture, byte fill)
    {
        byte[] rgb = picture.Rgb.ToArray();
        for (int y = 0; y < picture.Height; y++)
        {
            int row = (int)((long)y * Cells / picture.Height) * Cells;
            for (int x = 0; x < picture.Width; x++)
                if (!Stays[row + (int)((long)x * Cells / picture.Width)]) rgb.AsSpan((y * picture.Width + x) * 3, 3).Fill(fill);
        }
        return new Picture(picture.Width, picture.Height, rgb);
    }

    private static Cover Windowed(int cells, int window, int row, int column) => new(cells, [.. Enumerable.Range(0, cells * cells)
        .Select(i => i / cells < row || i / cells >= row + window || i % cells < column || i % cells >= column + window)]);
}
