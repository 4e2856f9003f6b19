using SkiaSharp;

namespace Ucam.Imaging;

public sealed partial class Picture
{
    /// <summary>Most pixels a picture may have: 25 megapixels.</summary>
    public const int MaxPixels = 25_000_000;

    /// <summary>Most bytes a picture file may have: 200 MB.</summary>
    public const int MaxFileBytes = 200_000_000;

    /// <summary>
    /// Reads a PNG, JPEG, WebP, BMP or GIF (first frame) of any size up to <see cref="MaxPixels"/>. EXIF orientation is honoured,
    /// transparency is laid on white, colour is converted to sRGB.
    /// </summary>
    /// <exception cref="PictureException">
    /// The file is missing, empty, a folder, unreadable, of another kind, damaged, cut short, over <see cref="MaxPixels"/> or over
    /// <see cref="MaxFileBytes"/>. Both limits are checked before anything is decoded.
    /// </exception>
    public static Picture Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Load(ReadFile(path), path);
    }

    /// <summary>Reads a picture from the bytes of a file, as <see cref="Load(string)"/> does.</summary>
    /// <param name="bytes">A whole PNG, JPEG, WebP, BMP or GIF file.</param>
    /// <param name="name">What error messages call the picture.</param>
    /// <exception cref="PictureException">The bytes are not a whole picture, or it is over the limits.</exception>
    public static Picture Load(ReadOnlyMemory<byte> bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (bytes.IsEmpty) throw Refuse(name, $"is empty; give a {PictureFormat.Supported} file");
        if (bytes.Length > MaxFileBytes) throw TooManyBytes(name, bytes.Length);
        if (!PictureFormat.IsSupported(bytes.Span))
            throw Refuse(name, $"is not a picture Ucam reads ({PictureFormat.Describe(bytes.Span)}); {PictureFormat.Advice(bytes.Span)}");
        return Decode(bytes, name);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw Refuse(path, $"is a folder; give the path of a {PictureFormat.Supported} file");
            var file = new FileInfo(path);
            if (!file.Exists) throw Refuse(path, "does not exist; check the path");
            if (file.Length > MaxFileBytes) throw TooManyBytes(path, file.Length);
            // Devices and pipes report no length; reading them could wait or run for ever.
            return file.Length == 0 ? [] : File.ReadAllBytes(path);
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
            throw Refuse(path, $"cannot be read ({e.Message.ReplaceLineEndings(" ")}); check the disk and the path", e);
        }
    }

    private static Picture Decode(ReadOnlyMemory<byte> bytes, string name)
    {
        using var pin = bytes.Pin();
        using var data = Wrap(pin, bytes.Length);
        using var codec = SKCodec.Create(data) ?? throw Damaged(name);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < 1 || height < 1) throw Damaged(name);
        if ((long)width * height > MaxPixels)
            throw Refuse(name, $"has {width}×{height} pixels, over the limit of {MaxPixels / 1_000_000} megapixels; shrink it first");

        using var srgb = SKColorSpace.CreateSrgb();
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, srgb);
        var rgba = new byte[info.BytesSize];
        SKCodecResult result;
        unsafe
        {
            fixed (byte* target = rgba) result = codec.GetPixels(info, (nint)target, info.RowBytes, new SKCodecOptions(0));
        }
        if (result == SKCodecResult.IncompleteInput) throw Refuse(name, "is cut short: part of the picture is missing; copy or download it again");
        if (result != SKCodecResult.Success) throw Damaged(name);
        return Orientation.Apply(rgba, width, height, Exif.Orientation(codec, bytes.Span));
    }

    private static unsafe SKData Wrap(System.Buffers.MemoryHandle pin, int length) => SKData.Create((nint)pin.Pointer, length);

    private static PictureException TooManyBytes(string name, long bytes) =>
        Refuse(name, $"has {bytes / 1_000_000} MB, over the limit of {MaxFileBytes / 1_000_000} MB; shrink it first");

    private static PictureException Damaged(string name) => Refuse(name, "is damaged and cannot be decoded; copy or download it again");

    private static PictureException Refuse(string name, string why, Exception? inner = null) => new($"'{name}' {why}.", inner) { File = name };
}
