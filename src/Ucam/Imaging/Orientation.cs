using SkiaSharp;

namespace Ucam.Imaging;

/// <summary>The eight ways a camera may have been held (EXIF 2.3, tag 0x0112), undone while transparency is laid on white.</summary>
internal static class Orientation
{
    /// <summary>Turns width×height RGBA pixels upright and lays them on white.</summary>
    /// <param name="rgba">The pixels.</param>
    /// <param name="width">Their width.</param>
    /// <param name="height">Their height.</param>
    /// <param name="origin">How they lie.</param>
    /// <param name="onWhite">Whether transparency is laid on white; else it is left out of account.</param>
    public static Picture Apply(byte[] rgba, int width, int height, SKEncodedOrigin origin, bool onWhite = true)
    {
        // The flat index of the pixel that source pixel (x, y) lands on is start + x·right + y·down.
        var swapped = origin >= SKEncodedOrigin.LeftTop;
        var (outWidth, outHeight) = swapped ? (height, width) : (width, height);
        var last = width * height - 1;
        var (start, right, down) = origin switch
        {
            SKEncodedOrigin.TopRight => (width - 1, -1, width),
            SKEncodedOrigin.BottomRight => (last, -1, -width),
            SKEncodedOrigin.BottomLeft => (last - width + 1, 1, -width),
            SKEncodedOrigin.LeftTop => (0, height, 1),
            SKEncodedOrigin.RightTop => (height - 1, height, -1),
            SKEncodedOrigin.RightBottom => (last, -height, -1),
            SKEncodedOrigin.LeftBottom => (last - height + 1, -height, 1),
            _ => (0, 1, width),
        };
        var rgb = new byte[(last + 1) * 3];
        for (int y = 0, from = 0; y < height; y++)
        {
            var to = start + y * down;
            for (var x = 0; x < width; x++, from += 4, to += right) Copy(rgba.AsSpan(from, 4), rgb.AsSpan(to * 3, 3), onWhite);
        }
        return new Picture(outWidth, outHeight, rgb);
    }

    /// <summary>A colour's level laid on white.</summary>
    public static byte OnWhite(byte level, byte alpha) => (byte)((level * alpha + 255 * (255 - alpha) + 127) / 255);

    private static void Copy(ReadOnlySpan<byte> rgba, Span<byte> rgb, bool onWhite)
    {
        for (var c = 0; c < 3; c++) rgb[c] = onWhite ? OnWhite(rgba[c], rgba[3]) : rgba[c];
    }
}
