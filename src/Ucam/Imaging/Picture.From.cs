using SkiaSharp;
using Ucam.Imaging;

namespace Ucam;

public sealed partial class Picture
{
    /// <summary>What error messages call a picture without a name.</summary>
    internal const string Unnamed = "picture";

    /// <summary>Reads a picture from a stream, as <see cref="Load(string, PictureDecoding)"/> does from a file.</summary>
    /// <param name="stream">A whole PNG, JPEG, WebP, BMP or GIF file from where the stream stands to its end; it stays the caller's.</param>
    /// <param name="name">What error messages call the picture; the file's name, where it is one, if null.</param>
    /// <param name="decoding">What the file becomes.</param>
    /// <exception cref="PictureException">The bytes cannot be read, are not a whole picture, or it is over the limits.</exception>
    public static Picture Load(Stream stream, string? name = null, PictureDecoding decoding = PictureDecoding.AsShown)
    {
        ArgumentNullException.ThrowIfNull(stream);
        name = PictureStream.Name(stream, name);
        return Load(PictureStream.Read(stream, name), name, decoding);
    }

    /// <summary>
    /// As <see cref="Load(Stream, string, PictureDecoding)"/> without holding the thread while it waits for bytes; decoding holds it.
    /// </summary>
    /// <param name="stream">A whole PNG, JPEG, WebP, BMP or GIF file from where the stream stands to its end; it stays the caller's.</param>
    /// <param name="name">What error messages call the picture; the file's name, where it is one, if null.</param>
    /// <param name="decoding">What the file becomes.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="PictureException">The bytes cannot be read, are not a whole picture, or it is over the limits.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<Picture> LoadAsync(Stream stream, string? name = null, PictureDecoding decoding = PictureDecoding.AsShown,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        name = PictureStream.Name(stream, name);
        ReadOnlyMemory<byte> bytes = await PictureStream.ReadAsync(stream, name, cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return Load(bytes, name, decoding);
    }

    /// <summary>
    /// Copies a bitmap as a file of it would be read: its colours converted to sRGB where it says which they are, transparency laid on
    /// white, and shrunk where it has more than <see cref="MaxPixels"/>.
    /// </summary>
    /// <param name="bitmap">Of any colour type; it stays the caller's.</param>
    /// <exception cref="PictureException">It is empty or over <see cref="MaxFilePixels"/>.</exception>
    public static Picture From(SKBitmap bitmap)
    {
        ArgumentNullException.ThrowIfNull(bitmap);
        using SKPixmap pixels = bitmap.PeekPixels() ?? throw Refuse(Unnamed, "is a bitmap without pixels; draw or decode it first");
        SKSizeI whole = pixels.Size;
        if ((long)whole.Width * whole.Height > MaxFilePixels) throw TooManyPixels(Unnamed, whole.Width, whole.Height);
        SKSizeI size = ShrinkingDecoder.Squares(whole, MaxPixels);
        using SKColorSpace space = SKColorSpace.CreateSrgb();
        var info = new SKImageInfo(whole.Width, whole.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, space);
        var rgba = new byte[4 * size.Width * size.Height];
        if (!ShrinkingDecoder.Copy(pixels, info, size, rgba)) throw Damaged(Unnamed);
        Picture picture = Orientation.Apply(rgba, size.Width, size.Height, SKEncodedOrigin.TopLeft);
        (picture.FileWidth, picture.FileHeight) = (whole.Width, whole.Height);
        return picture;
    }

    internal static PictureException TooManyBytes(string name, long bytes) =>
        Refuse(name, $"has {bytes / 1_000_000} MB, over the limit of {MaxFileBytes / 1_000_000} MB; shrink it first");

    private static PictureException CutShort(string name) =>
        Refuse(name, "is cut short: part of the picture is missing; copy or download it again");

    private static PictureException TooManyPixels(string name, int width, int height) =>
        Refuse(name, $"has {width}×{height} pixels, over the limit of {MaxFilePixels / 1_000_000} megapixels; shrink it first");

    private static PictureException Damaged(string name) => Refuse(name, "is damaged and cannot be decoded; copy or download it again");

    internal static PictureException Refuse(string name, string why, Exception? inner = null) => new($"'{name}' {why}.", inner) { File = name };
}
