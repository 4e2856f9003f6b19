using SkiaSharp;

namespace Ucam;

/// <summary>
/// A picture in whatever form it comes: the path of a file, a stream or the bytes of one, an <see cref="SKBitmap"/>, or a decoded
/// <see cref="Picture"/>. Each converts by itself, so that methods which take this take them all. What it holds is read when it is used,
/// once by each call, and stays the caller's; a stream is read from where it stands to its end.
/// </summary>
public readonly record struct AnyPicture
{
    private readonly object? _source;

    private AnyPicture(object? source) => _source = source;

    /// <summary>A picture file, by its path.</summary>
    public static implicit operator AnyPicture(string path) => new(path);

    /// <summary>The bytes of a picture file.</summary>
    public static implicit operator AnyPicture(Stream stream) => new(stream);

    /// <summary>The bytes of a picture file; they must not change until the call is over.</summary>
    public static implicit operator AnyPicture(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>The bytes of a picture file; they must not change until the call is over.</summary>
    public static implicit operator AnyPicture(byte[] bytes) => new(bytes is null ? null : new ReadOnlyMemory<byte>(bytes));

    /// <summary>A bitmap; it must neither change nor be disposed until the call is over.</summary>
    public static implicit operator AnyPicture(SKBitmap bitmap) => new(bitmap);

    /// <summary>A picture that is decoded already.</summary>
    public static implicit operator AnyPicture(Picture picture) => new(picture);

    /// <summary>Reads and decodes the picture; see <see cref="Picture.Load(string, PictureDecoding)"/> for what is honoured.</summary>
    /// <exception cref="UcamException">It cannot be read, is damaged, of another kind or over the limits.</exception>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    public Picture Load() => _source switch
    {
        Picture picture => picture,
        string path => Picture.Load(path),
        Stream stream => Picture.Load(stream),
        ReadOnlyMemory<byte> bytes => Picture.Load(bytes, Picture.Unnamed),
        SKBitmap bitmap => Picture.From(bitmap),
        _ => throw new ArgumentNullException("picture"),
    };

    /// <summary>Reads as <see cref="Load"/> does, a stream without holding the thread, for those that refuse to be read otherwise.</summary>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="UcamException">It cannot be read, is damaged, of another kind or over the limits.</exception>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<Picture> LoadAsync(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        return _source is Stream stream ? await Picture.LoadAsync(stream, cancel: cancel).ConfigureAwait(false) : Load();
    }

    /// <summary>What it is, for people.</summary>
    public override string ToString() => _source switch
    {
        string path => path,
        null => "",
        object other => other.GetType().Name,
    };
}
