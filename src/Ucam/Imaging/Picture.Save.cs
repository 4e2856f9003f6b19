using SkiaSharp;
using Ucam.Imaging;

namespace Ucam;

public sealed partial class Picture
{
    private const int SavedQuality = 95;

    /// <summary>The picture as a PNG file in memory (24 bits a pixel).</summary>
    public byte[] EncodePng() => Encode(SKEncodedImageFormat.Png, 100);

    /// <summary>Writes a PNG file: first under a temporary name in the same folder, then renamed, so that no half file is ever seen.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <exception cref="UcamException">No such folder, no permission, or no space.</exception>
    public void SavePng(string path) => AtomicFile.Write(path, EncodePng());

    /// <summary>Writes a picture file of the kind that its name ends in; whole or not at all, as <see cref="SavePng"/> does.</summary>
    /// <param name="path">The file, ending in .png, .jpg (.jpeg, .jpe, .jfif) or .webp; one that exists is replaced.</param>
    /// <exception cref="UcamException">Another ending, no such folder, no permission, or no space.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        SKEncodedImageFormat format = PictureFormat.OfName(path) ?? throw new UcamException($"{path}: {PictureFormat.Endings}.") { File = path };
        AtomicFile.Write(path, Encode(format, format == SKEncodedImageFormat.Png ? 100 : SavedQuality));
    }

    /// <summary>The picture as a JPEG file in memory.</summary>
    internal byte[] EncodeJpeg(int quality) => Encode(SKEncodedImageFormat.Jpeg, quality);

    /// <summary>The picture as WebP.</summary>
    internal byte[] EncodeWebp(int quality) => Encode(SKEncodedImageFormat.Webp, quality);

    /// <summary>A copy that Skia can draw; the caller disposes it.</summary>
    internal SKBitmap ToBitmap()
    {
        var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixelSpan();
        for (int from = 0, to = 0; from < _rgb.Length; from += 3, to += 4)
        {
            _rgb.AsSpan(from, 3).CopyTo(pixels[to..]);
            pixels[to + 3] = 255;
        }
        return bitmap;
    }

    /// <summary>The pixels of an opaque 32-bit bitmap, red first.</summary>
    internal static Picture FromBitmap(SKBitmap bitmap)
    {
        var rgb = new byte[bitmap.Width * bitmap.Height * 3];
        var pixels = bitmap.GetPixelSpan();
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3) pixels.Slice(from, 3).CopyTo(rgb.AsSpan(to));
        return new Picture(bitmap.Width, bitmap.Height, rgb);
    }

    private byte[] Encode(SKEncodedImageFormat format, int quality)
    {
        using var bitmap = ToBitmap();
        using var data = bitmap.Encode(format, quality)
            ?? throw new UcamException($"A picture of {Width}×{Height} pixels cannot be written as {format}; shrink it first.");
        return data.ToArray();
    }
}
