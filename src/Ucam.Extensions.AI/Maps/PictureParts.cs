namespace Ucam.Extensions.AI.Maps;

/// <summary>The parts of a picture that are covered as one, on a grid of cells.</summary>
/// <param name="Rows">Cells from top to bottom.</param>
/// <param name="Columns">Cells from left to right.</param>
/// <param name="Of">Rows·Columns values: the part of each cell, from 0.</param>
/// <param name="Count">How many parts there are.</param>
internal sealed record PictureParts(int Rows, int Columns, int[] Of, int Count)
{
    /// <summary>Squares: each cell is a part.</summary>
    public static PictureParts Squares(int cells) => new(cells, cells, [.. Enumerable.Range(0, cells * cells)], cells * cells);

    /// <summary>The place of the cell that a pixel of a picture lies in.</summary>
    public int Cell(Picture picture, int x, int y) =>
        (int)((long)y * Rows / picture.Height) * Columns + (int)((long)x * Columns / picture.Width);
}
