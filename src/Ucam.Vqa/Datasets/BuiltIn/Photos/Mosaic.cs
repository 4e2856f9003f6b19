namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>One photograph of a mosaic.</summary>
/// <param name="Photo">Index in its group.</param>
/// <param name="Class">Its label, 0 to 9.</param>
/// <param name="Row">Row in the mosaic.</param>
/// <param name="Column">Column in the mosaic.</param>
/// <param name="Left">Left edge in sides of the picture.</param>
/// <param name="Top">Top edge in sides of the picture.</param>
/// <param name="Side">Side in sides of the picture.</param>
/// <param name="Look">How the photograph is shown.</param>
internal readonly record struct Tile(int Photo, int Class, int Row, int Column, double Left, double Top, double Side, TileLook Look);

/// <summary>Small changes that don't touch what a photograph shows; only training photographs are cut or mirrored.</summary>
/// <param name="CutLeft">First column shown, in pixels of the photograph.</param>
/// <param name="CutTop">First row shown.</param>
/// <param name="CutSide">Side of the cut in pixels of the photograph.</param>
/// <param name="Mirrored">Whether left and right change places.</param>
/// <param name="Contrast">Factor on the distance from middle grey.</param>
/// <param name="Shift">Levels added.</param>
internal readonly record struct TileLook(int CutLeft, int CutTop, int CutSide, bool Mirrored, double Contrast, double Shift);

/// <summary>A picture of rows × columns photographs, and what degrades the view.</summary>
internal sealed record Mosaic(int Rows, int Columns, Tile[] Tiles, double Blur, double Noise, double Light, ulong PaintSeed)
{
    /// <summary>The tiles that show a kind of thing.</summary>
    public int[] Of(int kind) => [.. Enumerable.Range(0, Tiles.Length).Where(t => Tiles[t].Class == kind)];

    /// <summary>The tile at a place; −1 where the mosaic has none.</summary>
    public int At(int row, int column) => row < 0 || row >= Rows || column < 0 || column >= Columns ? -1 : row * Columns + column;

    /// <summary>Share of each cell of a rows×columns grid that some tiles cover, in [0,1].</summary>
    public float[,] Coverage(IReadOnlyList<int> tiles, int rows, int columns)
    {
        var share = new float[rows, columns];
        foreach (int t in tiles)
        {
            Tile tile = Tiles[t];
            for (int r = 0; r < rows; r++)
            {
                double height = Overlap(r, tile.Top * rows, (tile.Top + tile.Side) * rows);
                if (height <= 0) continue;
                for (int c = 0; c < columns; c++) share[r, c] += (float)(height * Overlap(c, tile.Left * columns, (tile.Left + tile.Side) * columns));
            }
        }
        return share;
    }

    private static double Overlap(int cell, double from, double to) => Math.Max(0, Math.Min(cell + 1, to) - Math.Max(cell, from));
}
