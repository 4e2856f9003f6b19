using System.Buffers.Binary;
using SkiaSharp;

namespace Ucam.Imaging;

/// <summary>Finds the orientation a file states. Skia reads JPEG's; PNG and WebP keep it in a chunk that Skia leaves alone.</summary>
internal static class Exif
{
    private const int OrientationTag = 0x0112;

    /// <summary>The orientation; upright where none is stated or the statement makes no sense.</summary>
    public static SKEncodedOrigin Orientation(SKCodec codec, ReadOnlySpan<byte> file)
    {
        if (codec.EncodedOrigin != SKEncodedOrigin.TopLeft) return codec.EncodedOrigin;
        return codec.EncodedFormat switch
        {
            SKEncodedImageFormat.Png => OfTiff(PngChunk(file)),
            SKEncodedImageFormat.Webp => OfTiff(WebPChunk(file)),
            _ => SKEncodedOrigin.TopLeft,
        };
    }

    private static ReadOnlySpan<byte> PngChunk(ReadOnlySpan<byte> file)
    {
        for (long at = 8; at + 8 <= file.Length;)
        {
            var chunk = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (chunk[4..].StartsWith("eXIf"u8)) return Data(chunk, length);
            at += 12L + length;
        }
        return [];
    }

    private static ReadOnlySpan<byte> WebPChunk(ReadOnlySpan<byte> file)
    {
        for (long at = 12; at + 8 <= file.Length;)
        {
            var chunk = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("EXIF"u8)) return Data(chunk, length);
            at += 8L + length + (length & 1);
        }
        return [];
    }

    private static ReadOnlySpan<byte> Data(ReadOnlySpan<byte> chunk, uint length) => chunk.Slice(8, (int)Math.Min(length, chunk.Length - 8));

    private static SKEncodedOrigin OfTiff(ReadOnlySpan<byte> tiff)
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
            if (Word(entry, 2, little) != OrientationTag) continue;
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
