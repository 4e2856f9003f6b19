using Ucam.Imaging;

namespace Ucam;

public sealed partial class Picture
{
    /// <summary>Resizes to exactly width×height: areas are averaged along a side that shrinks, Catmull–Rom bicubic along one that grows.</summary>
    /// <param name="width">New width, ≥ 1.</param>
    /// <param name="height">New height, ≥ 1; width·height ≤ <see cref="MaxPixels"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The new size is not positive or over the limit.</exception>
    public Picture Resize(int width, int height)
    {
        CheckSize(width, height);
        return width == Width && height == Height ? this : Resample(width, height);
    }

    /// <summary>In proportion, the long side of so many pixels.</summary>
    internal Picture ToLongSide(int side)
    {
        double scale = side / (double)Math.Max(Width, Height);
        return Resize(Math.Max(1, (int)Math.Round(Width * scale)), Math.Max(1, (int)Math.Round(Height * scale)));
    }

    /// <summary>In proportion, the long side of at most so many pixels; a smaller picture stays as it is.</summary>
    internal Picture AtMost(int side) => Math.Max(Width, Height) > side ? ToLongSide(side) : this;

    /// <summary>Cuts out the middle.</summary>
    /// <param name="width">From 1 to <see cref="Width"/>.</param>
    /// <param name="height">From 1 to <see cref="Height"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cut is larger than the picture or not positive.</exception>
    public Picture CentreCrop(int width, int height)
    {
        CheckSize(width, height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, Height);
        var rgb = new byte[width * height * 3];
        int left = (Width - width) / 2, top = (Height - height) / 2;
        for (var y = 0; y < height; y++)
            _rgb.AsSpan(((top + y) * Width + left) * 3, width * 3).CopyTo(rgb.AsSpan(y * width * 3));
        return new Picture(width, height, rgb);
    }

    /// <summary>
    /// What a pretrained network sees: the short side resized to ⌊size / centralFraction⌋, the long side in proportion, then the middle
    /// size×size (pytorch-vqa uses 448 and 0.875); the same bytes as torchvision's Resize and CenterCrop on a Pillow picture, whose
    /// bilinear filter averages where a side shrinks.
    /// </summary>
    /// <param name="size">Side of the result in pixels, ≥ 1.</param>
    /// <param name="centralFraction">Share of the short side that is kept, in (0,1].</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public Picture ResizeAndCrop(int size, double centralFraction = 1)
    {
        CheckSize(size, size);
        if (centralFraction is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(centralFraction), centralFraction, "The central fraction lies in (0,1].");
        var shortSide = Math.Min((long)(size / centralFraction), int.MaxValue);
        var longSide = shortSide * Math.Max(Width, Height) / Math.Min(Width, Height);
        var (width, height) = Width < Height ? (shortSide, longSide) : (longSide, shortSide);
        return new Picture(size, size, PillowWindow.Resize(_rgb, Width, Height, Middle(width, size), Middle(height, size)));
    }

    /// <summary>The whole picture in a size×size square, in proportion, centred, with bars of one grey where it does not reach.</summary>
    /// <param name="size">Side of the result in pixels, ≥ 1.</param>
    /// <param name="fill">Grey level of the bars.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive or over the limit.</exception>
    public Picture Fit(int size, byte fill = 0)
    {
        CheckSize(size, size);
        Picture inner = ToLongSide(size);
        var rgb = new byte[size * size * 3];
        rgb.AsSpan().Fill(fill);
        int left = (size - inner.Width) / 2, top = (size - inner.Height) / 2;
        for (var y = 0; y < inner.Height; y++)
            inner._rgb.AsSpan(y * inner.Width * 3, inner.Width * 3).CopyTo(rgb.AsSpan(((top + y) * size + left) * 3));
        return new Picture(size, size, rgb);
    }

    private static Window Middle(long full, int count) => new(full, (long)Math.Round((full - count) / 2.0), count);

    private Picture Resample(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        var plane = new float[Width * Height];
        // One channel at a time keeps the float copy of a 25-megapixel picture at 100 MB.
        for (var c = 0; c < 3; c++)
        {
            for (var i = 0; i < plane.Length; i++) plane[i] = _rgb[i * 3 + c];
            var resized = Resampler.Resize(plane, Height, Width, height, width, Enlarge.Cubic);
            for (var i = 0; i < resized.Length; i++) rgb[i * 3 + c] = (byte)Math.Clamp(resized[i] + 0.5f, 0, 255);
        }
        return new Picture(width, height, rgb);
    }

    private static void CheckSize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, MaxPixels, nameof(width));
    }
}
