namespace Ucam.Imaging;

/// <summary>Draws lines of equal value over a picture.</summary>
internal static class Contours
{
    /// <summary>
    /// Scales a map to [0,1], enlarges it to the picture (bilinear) and paints the edge of every part at or above a level, inside that
    /// part, in the level's colour; higher levels lie on top. The picture stays as it is elsewhere.
    /// </summary>
    /// <param name="picture">The picture, of any size.</param>
    /// <param name="map">rows×columns values, finite; a constant map has no lines.</param>
    /// <param name="levels">Each above 0 and at most 1; 0.5 and 0.8 where null.</param>
    /// <param name="colours">Viridis where null.</param>
    /// <param name="width">Width of a line in pixels, 1 to 100.</param>
    /// <exception cref="ArgumentException">The map is empty or not finite, or a level or the width is out of range.</exception>
    public static Picture Draw(Picture picture, float[,] map, IReadOnlyList<double>? levels = null, ColourMap? colours = null, int width = 2)
    {
        ArgumentNullException.ThrowIfNull(picture);
        levels ??= [0.5, 0.8];
        if (levels.Any(level => level is not (> 0 and <= 1)))
            throw new ArgumentOutOfRangeException(nameof(levels), "A level is above 0 and at most 1.");
        if (width is < 1 or > 100) throw new ArgumentOutOfRangeException(nameof(width), width, "A line is 1 to 100 pixels wide.");
        // Scaled first: a constant map that is enlarged differs by rounding, and scaling would blow that up.
        float[] cells = Grid.Flat(map);
        Grid.MinMax(cells);
        float[] values = Resampler.Resize(cells, map.GetLength(0), map.GetLength(1), picture.Height, picture.Width, Enlarge.Linear);
        byte[] rgb = picture.Rgb.ToArray();
        foreach (double level in levels.Order())
            Paint(rgb, Depth(values, picture.Width, picture.Height, level, width), (colours ?? ColourMap.Viridis)[level], width);
        return new Picture(picture.Width, picture.Height, rgb);
    }

    private static void Paint(byte[] rgb, int[] depth, Rgb colour, int width)
    {
        for (int i = 0; i < depth.Length; i++)
            if (depth[i] > 0 && depth[i] <= width) (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = (colour.R, colour.G, colour.B);
    }

    // Steps from each pixel inside to the nearest outside, 0 outside; more than the width is enough to know. The picture's rim is no edge.
    private static int[] Depth(float[] values, int columns, int rows, double level, int width)
    {
        var depth = new int[values.Length];
        for (int i = 0; i < depth.Length; i++) depth[i] = values[i] >= level ? width + 1 : 0;
        for (int step = 0; step < width; step++)
        {
            for (int i = 0; i < depth.Length; i++)
            {
                if (depth[i] <= step + 1) continue;
                int row = i / columns, column = i % columns;
                bool reached = (row > 0 && depth[i - columns] == step) || (row < rows - 1 && depth[i + columns] == step)
                    || (column > 0 && depth[i - 1] == step) || (column < columns - 1 && depth[i + 1] == step);
                if (reached) depth[i] = step + 1;
            }
        }
        return depth;
    }
}
