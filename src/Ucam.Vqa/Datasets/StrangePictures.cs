namespace Ucam.Vqa.Datasets;

/// <summary>Pictures of no kind that a model was trained on, made of its own, for what it should be least sure about.</summary>
internal static class StrangePictures
{
    private const int Tiles = 8;

    /// <summary>Levels turned round: dark is bright and every colour its complement.</summary>
    public static PictureShift Negative { get; } = new("negative", (picture, _) => PictureShifts.Map(picture, (_, level) => 255 - level));

    /// <summary>Cut into 8×8 tiles that lie in a random order.</summary>
    public static PictureShift Scrambled { get; } = new("scrambled", Scramble);

    /// <summary>Coloured clouds: a sum of smooth random fields of halving wavelength and amplitude, as in photographs (1/f).</summary>
    public static PictureShift Clouds { get; } = new("clouds", Cloud);

    /// <summary>Independent random levels.</summary>
    public static PictureShift Static { get; } = new("static", (picture, random) => PictureShifts.Map(picture, (_, _) => random.Next() >> 56));

    private static Picture Scramble(Picture picture, SetRandom random)
    {
        (int width, int height) = (picture.Width / Tiles, picture.Height / Tiles);
        int[] from = [.. Enumerable.Range(0, Tiles * Tiles).Select(t => (Key: random.Next(), Tile: t)).OrderBy(t => t.Key).Select(t => t.Tile)];
        byte[] rgb = picture.Rgb.ToArray();
        if (width == 0 || height == 0) return picture;
        for (int t = 0; t < from.Length; t++)
            for (int y = 0; y < height; y++)
                picture.Rgb.Slice(At(picture, from[t], width, height, y), width * 3).CopyTo(rgb.AsSpan(At(picture, t, width, height, y)));
        return new Picture(picture.Width, picture.Height, rgb);
    }

    private static int At(Picture picture, int tile, int width, int height, int row) =>
        ((tile / Tiles * height + row) * picture.Width + tile % Tiles * width) * 3;

    private static Picture Cloud(Picture picture, SetRandom random)
    {
        (int width, int height) = (picture.Width, picture.Height);
        var levels = new double[width * height * 3];
        double amplitude = 60;
        for (int cells = 2; cells <= Math.Min(width, height); cells *= 2, amplitude /= 1.6)
        {
            double[] field = [.. Enumerable.Range(0, (cells + 1) * (cells + 1) * 3).Select(_ => random.Normal())];
            for (int i = 0; i < levels.Length; i++)
            {
                (int column, int row) = (i / 3 % width, i / 3 / width);
                levels[i] += amplitude * Smooth(field, cells, i % 3, (double)column / width * cells, (double)row / height * cells);
            }
        }
        return new Picture(width, height, [.. levels.Select(level => (byte)Math.Clamp(level + 128, 0, 255))]);
    }

    // Between the corners of a cell, by the smooth step.
    private static double Smooth(double[] field, int cells, int channel, double x, double y)
    {
        (int left, int top) = ((int)x, (int)y);
        (double right, double below) = (Step(x - left), Step(y - top));
        double At(int column, int row) => field[(row * (cells + 1) + column) * 3 + channel];
        return (At(left, top) * (1 - right) + At(left + 1, top) * right) * (1 - below)
            + (At(left, top + 1) * (1 - right) + At(left + 1, top + 1) * right) * below;
    }

    private static double Step(double t) => t * t * (3 - 2 * t);
}
