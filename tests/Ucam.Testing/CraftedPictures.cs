using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace Ucam.Testing;

/// <summary>Picture files made byte by byte, so that the reader is not tested with its own writer.</summary>
internal static class CraftedPictures
{
    /// <summary>Six colours far apart, as letters: a 3×2 picture of 16-pixel blocks reads "ABC/DEF".</summary>
    private static readonly (char Letter, SKColor Colour)[] Letters =
    [
        ('A', SKColors.Red), ('B', new(0, 255, 0)), ('C', SKColors.Blue), ('D', SKColors.Black), ('E', SKColors.White), ('F', SKColors.Yellow),
    ];

    public static byte[] Png(int width, int height, int depth, int colourType, byte[] rows, params byte[][] extraChunks)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)depth, (byte)colourType);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(rows);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. extraChunks.SelectMany(c => c),
            .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    public static byte[] Chunk(string name, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
        var crc = 0xFFFFFFFFu;
        foreach (var b in body)
        {
            crc ^= b;
            for (var k = 0; k < 8; k++) crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
        }
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + body.Length), ~crc);
        return chunk;
    }

    /// <summary>A GIF of 2×1 pixels and two frames over the palette black, red, green, blue.</summary>
    public static byte[] Gif(int[] first, int[] second)
    {
        byte[] screen = [.. "GIF89a"u8, 2, 0, 1, 0, 0x81, 0, 0, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255];
        return [.. screen, .. GifFrame(first), .. GifFrame(second), 0x3B];
    }

    /// <summary>A 24-bit BMP, rows bottom-up and padded to four bytes.</summary>
    public static byte[] Bmp(int width, int height, Func<int, int, (byte R, byte G, byte B)> pixel)
    {
        var stride = (width * 3 + 3) / 4 * 4;
        var file = new byte[54 + stride * height];
        "BM"u8.CopyTo(file);
        var words = new (int At, int Value)[]
        { (2, file.Length), (10, 54), (14, 40), (18, width), (22, height), (26, 1 | 24 << 16), (34, stride * height) };
        foreach (var (at, value) in words) BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = pixel(x, y);
                ((ReadOnlySpan<byte>)[b, g, r]).CopyTo(file.AsSpan(54 + (height - 1 - y) * stride + x * 3));
            }
        return file;
    }

    /// <summary>"ABC/DEF" as a JPEG with an APP1 segment that states the orientation.</summary>
    public static byte[] OrientedJpeg(int orientation, bool littleEndian)
    {
        var jpeg = Blocks(SKEncodedImageFormat.Jpeg);
        byte[] exif = [.. "Exif\0\0"u8, .. Tiff(orientation, littleEndian)];
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>"ABC/DEF" as an extended WebP with an EXIF chunk.</summary>
    public static byte[] OrientedWebP(int orientation)
    {
        var webp = Blocks(SKEncodedImageFormat.Webp);
        byte[] extended = [.. "VP8X"u8, 10, 0, 0, 0, 0x08, 0, 0, 0, 47, 0, 0, 31, 0, 0];
        var tiff = Tiff(orientation, true);
        byte[] body = [.. "WEBP"u8, .. extended, .. webp[12..], .. "EXIF"u8, (byte)tiff.Length, 0, 0, 0, .. tiff];
        return [.. "RIFF"u8, (byte)body.Length, (byte)(body.Length >> 8), (byte)(body.Length >> 16), 0, .. body];
    }

    public static byte[] Blocks(SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(48, 32, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var y = 0; y < 32; y++)
            for (var x = 0; x < 48; x++) bitmap.SetPixel(x, y, Letters[y / 16 * 3 + x / 16].Colour);
        using var data = bitmap.Encode(format, 100);
        return data.ToArray();
    }

    /// <summary>Reads the blocks back, row by row: "ABC/DEF".</summary>
    public static string Read(Picture picture) => string.Join('/', Enumerable.Range(0, picture.Height / 16).Select(row =>
        string.Concat(Enumerable.Range(0, picture.Width / 16).Select(column => Nearest(picture, column * 16 + 8, row * 16 + 8)))));

    public static (int R, int G, int B) Pixel(Picture picture, int x, int y)
    {
        var p = picture.Rgb.Slice((y * picture.Width + x) * 3, 3);
        return (p[0], p[1], p[2]);
    }

    private static char Nearest(Picture picture, int x, int y)
    {
        var (r, g, b) = Pixel(picture, x, y);
        return Letters.MinBy(l => Math.Abs(l.Colour.Red - r) + Math.Abs(l.Colour.Green - g) + Math.Abs(l.Colour.Blue - b)).Letter;
    }

    public static byte[] Tiff(int orientation, bool little) => little
        ? [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
        : [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static byte[] GifFrame(int[] pixels)
    {
        // Codes of three bits, least significant first: clear (4), the pixels, end (5).
        int[] codes = [4, .. pixels, 5];
        var bits = codes.Select((code, i) => code << 3 * i).Sum();
        return [0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, (byte)bits, (byte)(bits >> 8), 0];
    }
}
