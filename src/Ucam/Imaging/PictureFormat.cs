using System.Text;
using SkiaSharp;

namespace Ucam.Imaging;

/// <summary>Tells picture files apart by their first bytes, so that a file of another kind is named and never guessed at.</summary>
internal static class PictureFormat
{
    /// <summary>The kinds that are read, for messages.</summary>
    public const string Supported = "PNG, JPEG, WebP, BMP or GIF";

    /// <summary>What a picture that is written must be called, for messages.</summary>
    public const string Endings = "give a name that ends in .png, .jpg or .webp; the picture is written as what it is called";

    private static readonly (string Kind, int Offset, byte[] Bytes)[] Others =
    [
        ("a PDF document", 0, "%PDF"u8.ToArray()),
        ("a TIFF picture", 0, [0x49, 0x49, 0x2A, 0x00]),
        ("a TIFF picture", 0, [0x4D, 0x4D, 0x00, 0x2A]),
        ("a HEIC picture", 4, "ftyphei"u8.ToArray()),
        ("a HEIC picture", 4, "ftypmif1"u8.ToArray()),
        ("an AVIF picture", 4, "ftypavif"u8.ToArray()),
        ("a video", 4, "ftyp"u8.ToArray()),
        ("an SVG drawing", 0, "<svg"u8.ToArray()),
        ("a web page or XML", 0, "<"u8.ToArray()),
        ("a ZIP archive", 0, "PK\u0003\u0004"u8.ToArray()),
        ("a gzip archive", 0, [0x1F, 0x8B]),
        ("a Photoshop picture", 0, "8BPS"u8.ToArray()),
        ("a NumPy array", 0, [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]),
    ];

    /// <summary>The kind that a file's name asks for; null for one that is not written.</summary>
    public static SKEncodedImageFormat? OfName(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => SKEncodedImageFormat.Png,
        ".jpg" or ".jpeg" or ".jpe" or ".jfif" => SKEncodedImageFormat.Jpeg,
        ".webp" => SKEncodedImageFormat.Webp,
        _ => null,
    };

    /// <summary>Whether the first bytes are those of a kind that is read.</summary>
    public static bool IsSupported(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        || bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)
        || bytes.StartsWith("BM"u8)
        || (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8));

    /// <summary>What a file of another kind seems to be, in words.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes)
    {
        foreach (var (kind, offset, magic) in Others)
            if (bytes.Length > offset && bytes[offset..].StartsWith(magic)) return $"it looks like {kind}";
        var head = bytes[..Math.Min(8, bytes.Length)];
        if (head.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E)) return $"it starts with the bytes {Convert.ToHexString(head)}";
        return $"it starts with the text '{Encoding.ASCII.GetString(head)}'";
    }
}
