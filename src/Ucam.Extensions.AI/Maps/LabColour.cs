namespace Ucam.Extensions.AI.Maps;

/// <summary>Colours as CIELAB has them, in which equal distances look about equal (CIE 1976, white point D65).</summary>
internal static class LabColour
{
    private static readonly float[] Linear = [.. Enumerable.Range(0, 256).Select(value => value / 255.0)
        .Select(value => (float)(value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4)))];

    /// <summary>Lightness and the two colour axes of each pixel, three values each.</summary>
    public static float[] Of(Picture picture)
    {
        ReadOnlySpan<byte> rgb = picture.Rgb;
        float[] lab = new float[rgb.Length];
        for (int i = 0; i < rgb.Length; i += 3)
        {
            (float r, float g, float b) = (Linear[rgb[i]], Linear[rgb[i + 1]], Linear[rgb[i + 2]]);
            // sRGB's primaries (IEC 61966-2-1), over the white point.
            float x = Root((0.4124f * r + 0.3576f * g + 0.1805f * b) / 0.9505f);
            float y = Root(0.2126f * r + 0.7152f * g + 0.0722f * b);
            float z = Root((0.0193f * r + 0.1192f * g + 0.9505f * b) / 1.089f);
            (lab[i], lab[i + 1], lab[i + 2]) = (116 * y - 16, 500 * (x - y), 200 * (y - z));
        }
        return lab;
    }

    private static float Root(float value)
    {
        const float low = 6f / 29;
        return value > low * low * low ? MathF.Cbrt(value) : value / (3 * low * low) + 4f / 29;
    }
}
