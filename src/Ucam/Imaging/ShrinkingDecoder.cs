using SkiaSharp;

namespace Ucam.Imaging;

/// <summary>
/// Decodes a picture that is too large to be held whole, smaller: JPEG and WebP by their decoders' own scaling, others in bands of rows
/// whose squares of pixels are averaged, so that memory stays within a few hundred megabytes.
/// </summary>
internal static class ShrinkingDecoder
{
    // A band in pixels of the result: each band of a PNG is reached by unpacking those before it, so there are few.
    private const int BandShare = 2;
    private const int JpegParts = 8;

    /// <summary>The size at which a picture is decoded: its own where that has no more pixels than the limit, or one below it.</summary>
    public static SKSizeI Target(SKCodec codec, int most)
    {
        SKSizeI whole = codec.Info.Size;
        if (Pixels(whole) <= most) return whole;
        if (codec.EncodedFormat == SKEncodedImageFormat.Jpeg)
        {
            for (int part = JpegParts - 1; part > 0; part--)
                if (codec.GetScaledDimensions(part / (float)JpegParts) is var size && Pixels(size) <= most) return size;
        }
        return codec.EncodedFormat == SKEncodedImageFormat.Webp ? codec.GetScaledDimensions(1f / Factor(whole, most)) : Squares(whole, most);
    }

    /// <summary>A size itself where it has no more pixels than the limit, or that of whole squares below it.</summary>
    public static SKSizeI Squares(SKSizeI whole, int most)
    {
        if (Pixels(whole) <= most) return whole;
        int factor = Factor(whole, most);
        return new SKSizeI((whole.Width + factor - 1) / factor, (whole.Height + factor - 1) / factor);
    }

    /// <summary>Decodes a picture at <see cref="Target"/>'s size, which is not its own, into RGBA bytes of that size.</summary>
    public static SKCodecResult Decode(SKCodec codec, SKImageInfo target, byte[] rgba, bool onWhite)
    {
        if (codec.EncodedFormat is SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Webp) return Whole(codec, target, rgba);
        SKImageInfo full = target.WithSize(codec.Info.Width, codec.Info.Height);
        var shrink = new BoxShrink(full.Width, full.Height, (full.Width + target.Width - 1) / target.Width, rgba, onWhite);
        return codec.EncodedFormat switch
        {
            SKEncodedImageFormat.Png => Bands(codec, full, BandShare * Pixels(target.Size), shrink),
            SKEncodedImageFormat.Bmp => Lines(codec, full, shrink),
            _ => All(codec, full, shrink),
        };
    }

    /// <summary>Decodes into bytes of the info's size.</summary>
    public static unsafe SKCodecResult Whole(SKCodec codec, SKImageInfo info, byte[] rgba)
    {
        fixed (byte* pixels = rgba) return codec.GetPixels(info, (nint)pixels, info.RowBytes, new SKCodecOptions(0));
    }

    /// <summary>Copies pixels as the info says, at their own size or that of <see cref="Squares"/>; whether it could.</summary>
    public static unsafe bool Copy(SKPixmap pixels, SKImageInfo info, SKSizeI target, byte[] rgba)
    {
        if (target == info.Size) fixed (byte* whole = rgba) return pixels.ReadPixels(info, (nint)whole, info.RowBytes);
        var shrink = new BoxShrink(info.Width, info.Height, (info.Width + target.Width - 1) / target.Width, rgba, onWhite: true);
        var line = new byte[info.RowBytes];
        for (int y = 0; y < info.Height; y++)
        {
            fixed (byte* row = line)
                if (!pixels.ReadPixels(info.WithSize(info.Width, 1), (nint)row, info.RowBytes, 0, y)) return false;
            shrink.Add(y, line);
        }
        return true;
    }

    private static long Pixels(SKSizeI size) => (long)size.Width * size.Height;

    private static int Factor(SKSizeI size, int most)
    {
        int factor = 2;
        while ((size.Width + factor - 1L) / factor * ((size.Height + factor - 1L) / factor) > most) factor++;
        return factor;
    }

    private static unsafe SKCodecResult Bands(SKCodec codec, SKImageInfo full, long pixelsAtOnce, BoxShrink shrink)
    {
        int rows = (int)Math.Clamp(pixelsAtOnce / full.Width, 1, full.Height);
        var band = new byte[(long)rows * full.RowBytes];
        for (int top = 0; top < full.Height; top += rows)
        {
            int here = Math.Min(rows, full.Height - top);
            fixed (byte* pixels = band)
            {
                var options = new SKCodecOptions(new SKRectI(0, top, full.Width, top + here));
                SKCodecResult result = codec.StartIncrementalDecode(full, (nint)pixels, full.RowBytes, options);
                if (result == SKCodecResult.Success) result = codec.IncrementalDecode(out _);
                if (result != SKCodecResult.Success) return result;
            }
            for (int y = 0; y < here; y++) shrink.Add(top + y, band.AsSpan(y * full.RowBytes, full.RowBytes));
        }
        return SKCodecResult.Success;
    }

    private static unsafe SKCodecResult Lines(SKCodec codec, SKImageInfo full, BoxShrink shrink)
    {
        SKCodecResult result = codec.StartScanlineDecode(full);
        if (result != SKCodecResult.Success) return result;
        var line = new byte[full.RowBytes];
        for (int y = 0; y < full.Height; y++)
        {
            // BMP's rows may come from the bottom up.
            int place = codec.GetOutputScanline(y);
            fixed (byte* pixels = line)
                if (codec.GetScanlines((nint)pixels, 1, full.RowBytes) != 1) return SKCodecResult.IncompleteInput;
            shrink.Add(place, line);
        }
        return SKCodecResult.Success;
    }

    private static SKCodecResult All(SKCodec codec, SKImageInfo full, BoxShrink shrink)
    {
        var pixels = new byte[full.BytesSize64];
        SKCodecResult result = Whole(codec, full, pixels);
        for (int y = 0; result == SKCodecResult.Success && y < full.Height; y++)
            shrink.Add(y, pixels.AsSpan((int)(y * (long)full.RowBytes), full.RowBytes));
        return result;
    }
}
