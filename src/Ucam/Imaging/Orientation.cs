using System.Buffers.Binary;
using SkiaSharp;

namespace Ucam.Imaging;

/// <summary>The eight ways a camera may have been held (EXIF 2.3, tag 0x0112), undone while transparency is laid on white.</summary>
internal static class Orientation
{
    /// <summary>The orientation a file states. Skia reads JPEG's; WebP keeps it in an EXIF chunk that Skia leaves alone.</summary>
    public static SKEncodedOrigin Of(SKCodec codec, ReadOnlySpan<byte> file) =>
        PictureFormat.IsWebP(file) && codec.EncodedOrigin == SKEncodedOrigin.TopLeft ? OfWebP(file) : codec.EncodedOrigin;

    /// <summary>Turns width×height RGBA pixels upright and lays them on white.</summary>
    public static Picture Apply(byte[] rgba, int width, int height, SKEncodedOrigin origin)
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
            for (var x = 0; x < width; x++, from += 4, to += right) OnWhite(rgba.AsSpan(from, 4), rgb.AsSpan(to * 3, 3));
        }
        return new Picture(outWidth, outHeight, rgb);
    }

    private static void OnWhite(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        int alpha = rgba[3], white = 255 * (255 - alpha) + 127;
        for (var c = 0; c < 3; c++) rgb[c] = (byte)((rgba[c] * alpha + white) / 255);
    }

    private static SKEncodedOrigin OfWebP(ReadOnlySpan<byte> file)
    {
        for (long at = 12; at + 8 <= file.Length;)
        {
            var chunk = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("EXIF"u8)) return OfExif(chunk.Slice(8, (int)Math.Min(length, chunk.Length - 8)));
            at += 8 + length + (length & 1);
        }
        return SKEncodedOrigin.TopLeft;
    }

    private static SKEncodedOrigin OfExif(ReadOnlySpan<byte> tiff)
    {
        if (tiff.StartsWith("Exif\0\0"u8)) tiff = tiff[6..];
        if (tiff.Length < 10) return SKEncodedOrigin.TopLeft;
        var little = tiff[0] == 'I';
        var at = (long)Word(tiff[4..], 4, little);
        if (at + 2 > tiff.Length) return SKEncodedOrigin.TopLeft;
        var entries = Word(tiff[(int)at..], 2, little);
        for (at += 2; entries > 0 && at + 12 <= tiff.Length; entries--, at += 12)
        {
            var entry = tiff[(int)at..];
            if (Word(entry, 2, little) != 0x0112) continue;
            var value = Word(entry[8..], 2, little);
            return value is >= 1 and <= 8 ? (SKEncodedOrigin)value : SKEncodedOrigin.TopLeft;
        }
        return SKEncodedOrigin.TopLeft;
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int size, bool little) => (size, little) switch
    {
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt32BigEndian(bytes),
    };
}
