using SkiaSharp;
using Ucam.Imaging;

namespace Ucam;

public sealed partial class Picture
{
    /// <summary>Most pixels a picture may have: 25 megapixels.</summary>
    public const int MaxPixels = 25_000_000;

    /// <summary>Most pixels the picture in a file may have: 200 megapixels. Above <see cref="MaxPixels"/> it is shrunk while it is decoded.</summary>
    public const int MaxFilePixels = 200_000_000;

    /// <summary>Most bytes a picture file may have: 200 MB.</summary>
    public const int MaxFileBytes = 200_000_000;

    /// <summary>
    /// Reads a PNG, JPEG, WebP, BMP or GIF (first frame) of any size up to <see cref="MaxFilePixels"/>; one of more than
    /// <see cref="MaxPixels"/> is shrunk while it is decoded, see <see cref="FileWidth"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="decoding">By default EXIF orientation is honoured, transparency is laid on white, colour is converted to sRGB.</param>
    /// <exception cref="PictureException">
    /// The file is missing, empty, a folder, unreadable, of another kind, damaged, cut short, over <see cref="MaxFilePixels"/> or over
    /// <see cref="MaxFileBytes"/>. Both limits are checked before anything is decoded.
    /// </exception>
    public static Picture Load(string path, PictureDecoding decoding = PictureDecoding.AsShown)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Load(ReadFile(path), path, decoding);
    }

    /// <summary>Reads a picture from the bytes of a file, as <see cref="Load(string, PictureDecoding)"/> does.</summary>
    /// <param name="bytes">A whole PNG, JPEG, WebP, BMP or GIF file.</param>
    /// <param name="name">What error messages call the picture.</param>
    /// <param name="decoding">What the file becomes.</param>
    /// <exception cref="PictureException">The bytes are not a whole picture, or it is over the limits.</exception>
    public static Picture Load(ReadOnlyMemory<byte> bytes, string name, PictureDecoding decoding = PictureDecoding.AsShown)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (bytes.IsEmpty) throw Refuse(name, $"is empty; give a {PictureFormat.Supported} file");
        if (bytes.Length > MaxFileBytes) throw TooManyBytes(name, bytes.Length);
        if (!PictureFormat.IsSupported(bytes.Span))
            throw Refuse(name, $"is not a picture Ucam reads ({PictureFormat.Describe(bytes.Span)}); {PictureFormat.Advice(bytes.Span)}");
        return Decode(bytes, name, decoding == PictureDecoding.AsShown);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw Refuse(path, $"is a folder; give the path of a {PictureFormat.Supported} file");
            if (FileIdentity.IsSpecial(path)) throw Refuse(path, $"is a device or a pipe; give the path of a {PictureFormat.Supported} file");
            var file = new FileInfo(path);
            if (!file.Exists) throw Refuse(path, "does not exist; check the path");
            if (file.Length > MaxFileBytes) throw TooManyBytes(path, file.Length);
            // Files that the system makes up report no length; reading them could wait or run for ever.
            return file.Length == 0 ? [] : OrdinaryFile.Bytes(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Refuse(path, "cannot be opened: no permission; change its access rights or copy it elsewhere", e);
        }
        catch (ArgumentException e)
        {
            throw Refuse(path, "is not a file name; check the path", e);
        }
        catch (IOException e)
        {
            throw Refuse(path, $"cannot be read ({FileProblem.Reading(path, e)}); check the disk and the path", e);
        }
    }

    private static Picture Decode(ReadOnlyMemory<byte> bytes, string name, bool asShown)
    {
        using var pin = bytes.Pin();
        using var data = Wrap(pin, bytes.Length);
        using var codec = SKCodec.Create(data) ?? throw Damaged(name);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < 1 || height < 1) throw Damaged(name);
        if ((long)width * height > MaxFilePixels) throw TooManyPixels(name, width, height);

        if (bytes.Length < LeastBytes.Of(codec)) throw CutShort(name);
        SKSizeI size = ShrinkingDecoder.Target(codec, MaxPixels);
        // Without a colour space the stored numbers come as they are.
        using SKColorSpace? space = asShown ? SKColorSpace.CreateSrgb() : null;
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, space);
        var rgba = new byte[info.BytesSize];
        SKCodecResult result = size == codec.Info.Size
            ? ShrinkingDecoder.Whole(codec, info, rgba) : ShrinkingDecoder.Decode(codec, info, rgba, asShown);
        if (result == SKCodecResult.IncompleteInput) throw CutShort(name);
        if (result != SKCodecResult.Success) throw Damaged(name);
        SKEncodedOrigin origin = asShown ? Exif.Orientation(codec, bytes.Span) : SKEncodedOrigin.TopLeft;
        Picture picture = Orientation.Apply(rgba, size.Width, size.Height, origin, asShown);
        (picture.FileWidth, picture.FileHeight) = origin >= SKEncodedOrigin.LeftTop ? (height, width) : (width, height);
        return picture;
    }

    private static unsafe SKData Wrap(System.Buffers.MemoryHandle pin, int length) => SKData.Create((nint)pin.Pointer, length);
}
