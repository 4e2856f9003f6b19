namespace Ucam.Vqa.Datasets.Files;

/// <summary>Reads a mask as shares of a grid.</summary>
internal static class GreyMask
{
    /// <summary>Mean brightness of each cell, in [0,1], every pixel counted by its overlap with the cell.</summary>
    public static float[,] Cells(Picture mask, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var down = Overlaps(mask.Height, rows);
        var across = Overlaps(mask.Width, columns);
        var share = new float[rows, columns];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++)
            {
                double sum = 0;
                foreach (var (y, weight) in down[r])
                    foreach (var (x, part) in across[c]) sum += weight * part * mask.Rgb[(y * mask.Width + x) * 3];
                share[r, c] = (float)(sum / 255);
            }
        return share;
    }

    /// <summary>For each cell the pixels of a line that it touches and their share of the cell.</summary>
    private static (int Pixel, double Share)[][] Overlaps(int pixels, int cells)
    {
        var overlaps = new (int, double)[cells][];
        double size = (double)pixels / cells;
        for (int k = 0; k < cells; k++)
        {
            double from = k * size, to = from + size;
            int first = (int)from, last = Math.Min(pixels - 1, (int)Math.Ceiling(to) - 1);
            overlaps[k] = [.. Enumerable.Range(first, last - first + 1).Select(p => (p, (Math.Min(to, p + 1) - Math.Max(from, p)) / size))];
        }
        return overlaps;
    }
}
