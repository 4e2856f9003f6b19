namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>Draws a mosaic: a plain backdrop, the tiles, then blur, light and noise.</summary>
internal static class MosaicPainter
{
    private const double Grey = 127.5;

    public static Picture Draw(Mosaic mosaic, PhotoGroup photos, int size)
    {
        var random = new SetRandom(mosaic.PaintSeed);
        var rgb = new byte[size * size * 3];
        Backdrop(rgb, size, random);
        foreach (Tile tile in mosaic.Tiles) Lay(rgb, size, tile, photos.Of(tile.Photo));
        Degradation.Apply(rgb, size, mosaic.Blur, mosaic.Light, mosaic.Noise, random);
        return new Picture(size, size, rgb);
    }

    /// <summary>One colour that slopes gently from top to bottom.</summary>
    private static void Backdrop(byte[] rgb, int size, SetRandom random)
    {
        double level = random.Range(20, 235), slope = random.Range(-30, 30);
        double[] tint = [random.Range(-18, 18), random.Range(-18, 18), random.Range(-18, 18)];
        for (int y = 0, i = 0; y < size; y++)
        {
            double here = level + slope * ((y + 0.5) / size - 0.5);
            for (int x = 0; x < size; x++)
                for (int c = 0; c < 3; c++, i++) rgb[i] = Level(here + tint[c]);
        }
    }

    private static void Lay(byte[] rgb, int size, Tile tile, ReadOnlySpan<byte> photo)
    {
        int side = Math.Max(1, (int)Math.Round(tile.Side * size));
        int left = Math.Clamp((int)Math.Round(tile.Left * size), 0, size - side), top = Math.Clamp((int)Math.Round(tile.Top * size), 0, size - side);
        Picture shown = Cut(photo, tile.Look);
        if (shown.Width != side) shown = shown.Resize(side, side);
        for (int y = 0; y < side; y++) shown.Rgb.Slice(y * side * 3, side * 3).CopyTo(rgb.AsSpan(((top + y) * size + left) * 3));
    }

    private static Picture Cut(ReadOnlySpan<byte> photo, TileLook look)
    {
        int side = look.CutSide;
        var levels = new byte[256];
        for (int i = 0; i < 256; i++) levels[i] = Level(Grey + (i - Grey) * look.Contrast + look.Shift);
        var cut = new byte[side * side * 3];
        for (int y = 0, to = 0; y < side; y++)
            for (int x = 0; x < side; x++)
            {
                int from = ((look.CutTop + y) * PhotoArchive.Side + look.CutLeft + (look.Mirrored ? side - 1 - x : x)) * 3;
                for (int c = 0; c < 3; c++) cut[to++] = levels[photo[from + c]];
            }
        return new Picture(side, side, cut);
    }

    private static byte Level(double value) => (byte)Math.Clamp(value + 0.5, 0, 255);
}
