using SkiaSharp;

namespace Ucam.Imaging;

/// <summary>The fewest bytes that can hold a picture of a size, so that a small file which announces a large one gets no room.</summary>
internal static class LeastBytes
{
    // Huffman codes have at least one bit, and a block of 8×8 has at least one code (ITU-T T.81, F.1.2.1).
    private const int JpegPixelsPerByte = 8 * 8 * 8;

    // A match of 258 bytes takes at least two bits (RFC 1951, 3.2), and a pixel at least one.
    private const int PngPixelsPerByte = 258 * 4 * 8;

    /// <summary>
    /// The bound; 0 where there is none: a WebP or GIF of one colour may be as small as it likes, and only <see cref="Picture.MaxPixels"/>
    /// bounds what it takes.
    /// </summary>
    /// <param name="codec">What has read the header.</param>
    public static long Of(SKCodec codec)
    {
        long pixels = (long)codec.Info.Width * codec.Info.Height;
        return codec.EncodedFormat switch
        {
            SKEncodedImageFormat.Jpeg => pixels / JpegPixelsPerByte,
            SKEncodedImageFormat.Png => pixels / PngPixelsPerByte,
            _ => 0,
        };
    }
}
