namespace Ucam.Vqa.Datasets.Files;

/// <summary>A rectangle in shares of the picture's sides, x to the right and y down.</summary>
internal readonly record struct Box(float Left, float Top, float Right, float Bottom)
{
    /// <summary>A rectangle given in pixels, cut off at the picture's edges.</summary>
    public static Box OfPixels(double x, double y, double width, double height, double pictureWidth, double pictureHeight) => new(
        Share(x, pictureWidth), Share(y, pictureHeight), Share(x + width, pictureWidth), Share(y + height, pictureHeight));

    private static float Share(double at, double side) => (float)Math.Clamp(at / side, 0, 1);
}

/// <summary>The union of rectangles. Its share of every cell is exact: the picture is cut into slabs between the rectangles' sides.</summary>
internal sealed class BoxRegion(IReadOnlyList<Box> boxes) : PictureRegion
{
    public override float[,] Cells(int rows, int columns)
    {
        var cells = new float[rows, columns];
        float[] sides = [.. boxes.SelectMany(b => new[] { b.Left, b.Right }).Distinct().Order()];
        for (int s = 0; s + 1 < sides.Length; s++)
            foreach ((float top, float bottom) in Spans(sides[s], sides[s + 1]))
                Add(cells, sides[s] * columns, top * rows, sides[s + 1] * columns, bottom * rows);
        return cells;
    }

    /// <summary>The disjoint vertical extents of the rectangles that cross a slab.</summary>
    private List<(float Top, float Bottom)> Spans(float left, float right)
    {
        List<(float Top, float Bottom)> spans = [];
        foreach (Box box in boxes.Where(b => b.Left <= left && b.Right >= right && b.Bottom > b.Top).OrderBy(b => b.Top))
        {
            if (spans.Count > 0 && box.Top <= spans[^1].Bottom) spans[^1] = (spans[^1].Top, Math.Max(spans[^1].Bottom, box.Bottom));
            else spans.Add((box.Top, box.Bottom));
        }
        return spans;
    }

    private static void Add(float[,] cells, float left, float top, float right, float bottom)
    {
        for (int r = (int)top; r < Math.Min(cells.GetLength(0), Math.Ceiling(bottom)); r++)
        {
            float height = Math.Min(bottom, r + 1) - Math.Max(top, r);
            for (int c = (int)left; c < Math.Min(cells.GetLength(1), Math.Ceiling(right)); c++)
                cells[r, c] = Math.Min(1, cells[r, c] + height * (Math.Min(right, c + 1) - Math.Max(left, c)));
        }
    }
}
