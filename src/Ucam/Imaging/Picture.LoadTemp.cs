using SkiaSharp;

namespace Ucam.Imaging;

public sealed partial class Picture
{
    /// <summary>Decodes a picture file.</summary>
    /// <exception cref="UcamException">The file is not a picture.</exception>
    public static Picture Load(string path)
    {
        using var bitmap = SKBitmap.Decode(path) ?? throw new UcamException($"{path} is not a picture.") { File = path };
        var rgb = new byte[bitmap.Width * bitmap.Height * 3];
        for (int y = 0, at = 0; y < bitmap.Height; y++)
            for (int x = 0; x < bitmap.Width; x++, at += 3)
            {
                var c = bitmap.GetPixel(x, y);
                (rgb[at], rgb[at + 1], rgb[at + 2]) = (c.Red, c.Green, c.Blue);
            }
        return new Picture(bitmap.Width, bitmap.Height, rgb);
    }
}
