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

    /// <summary>What to do with a file of another kind.</summary>
    public static string Advice(ReadOnlySpan<byte> bytes) => FileKind.Of(bytes)?.Advice ?? $"give a {Supported} file";

    /// <summary>What a file of another kind seems to be, in words.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes)
    {
        if (FileKind.Of(bytes) is { } kind) return $"it looks like {kind.Name}";
        if (bytes.StartsWith("<"u8)) return "it looks like a web page or XML";
        var head = bytes[..Math.Min(8, bytes.Length)];
        if (head.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E)) return $"it starts with the bytes {Convert.ToHexString(head)}";
        return $"it starts with the text '{Encoding.ASCII.GetString(head)}'";
    }
}
