namespace Ucam;

/// <summary>An immutable sRGB picture in plain memory: 3 bytes a pixel, row-major, red first.</summary>
public sealed partial class Picture
{
    /// <summary>Wraps pixels.</summary>
    /// <param name="width">Width in pixels, ≥ 1.</param>
    /// <param name="height">Height in pixels, ≥ 1.</param>
    /// <param name="rgb">height·width·3 bytes; the picture takes ownership, do not change them afterwards.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the bytes.</exception>
    public Picture(int width, int height, byte[] rgb)
    {
        ArgumentNullException.ThrowIfNull(rgb);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgb.Length != (long)width * height * 3)
            throw new ArgumentException($"{rgb.Length} bytes do not make a {width}×{height} RGB picture.", nameof(rgb));
        Width = FileWidth = width;
        Height = FileHeight = height;
        _rgb = rgb;
    }

    private readonly byte[] _rgb;

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>
    /// Width of the picture in the file that it was read from, held upright like this one: larger than <see cref="Width"/> where it was shrunk while
    /// it was decoded.
    /// </summary>
    public int FileWidth { get; private set; }

    /// <summary>Height of the picture in the file, as <see cref="FileWidth"/>.</summary>
    public int FileHeight { get; private set; }

    /// <summary>The pixels, height·width·3 bytes.</summary>
    public ReadOnlySpan<byte> Rgb => _rgb;
}
