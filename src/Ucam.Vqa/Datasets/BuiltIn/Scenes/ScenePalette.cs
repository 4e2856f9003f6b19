using SkiaSharp;

namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>The paint behind the colour names.</summary>
internal static class ScenePalette
{
    // Hue in degrees, saturation and value of each name, then red once more to close the circle.
    private static readonly (double H, double S, double V)[] Stops =
    [
        (0, 0.86, 0.86), (27, 0.92, 0.97), (52, 0.88, 0.98), (122, 0.68, 0.66), (185, 0.74, 0.93),
        (222, 0.80, 0.86), (274, 0.66, 0.70), (327, 0.46, 1.0), (360, 0.86, 0.86),
    ];

    /// <summary>The colour at a place on the circle of names.</summary>
    public static SKColor Paint(double hue, double brightness)
    {
        int k = Math.Min((int)hue, Stops.Length - 2);
        double t = hue - k;
        var (a, b) = (Stops[k], Stops[k + 1]);
        double value = Math.Clamp(Mix(a.V, b.V, t) * brightness, 0, 1);
        return SKColor.FromHsv((float)Mix(a.H, b.H, t), (float)(100 * Mix(a.S, b.S, t)), (float)(100 * value));
    }

    /// <summary>The marks on textured objects: cream on dark paint, a deep shade on light paint.</summary>
    public static SKColor Pattern(SKColor paint)
    {
        double luminance = 0.2126 * paint.Red + 0.7152 * paint.Green + 0.0722 * paint.Blue;
        return luminance < 140 ? new SKColor(255, 248, 232, 225) : Scaled(paint, 0.42, 235);
    }

    /// <summary>The line around an object.</summary>
    public static SKColor Rim(SKColor paint) => Scaled(paint, 0.35, 190);

    private static SKColor Scaled(SKColor c, double by, byte alpha) => new((byte)(c.Red * by), (byte)(c.Green * by), (byte)(c.Blue * by), alpha);

    private static double Mix(double a, double b, double t) => a + (b - a) * t;
}
