namespace Ucam.Imaging;

/// <summary>Lays a map of values over a picture in colour.</summary>
internal static class Heatmap
{
    /// <summary>
    /// Enlarges a map to the picture (bilinear), scales it so that its lowest value is 0 and its highest 1, colours it and blends:
    /// (1 − a)·picture + a·colour. The published rendering is JET at one half (docs/method.md §5).
    /// </summary>
    /// <param name="picture">The picture, of any size.</param>
    /// <param name="map">rows×columns values, finite; a constant map counts as all zero.</param>
    /// <param name="alpha">Weight a of the colours, in [0,1].</param>
    /// <param name="colours">Viridis where null.</param>
    /// <param name="fadeLow">Whether a is alpha·value, so that the picture shows through where the map is low.</param>
    /// <exception cref="ArgumentException">The map is empty or not finite, or alpha is out of range.</exception>
    public static Picture Overlay(Picture picture, float[,] map, double alpha = 0.5, ColourMap? colours = null, bool fadeLow = false) =>
        Paint(picture, map, alpha, colours ?? ColourMap.Viridis, fadeLow, Enlarge.Linear);

    /// <summary>The same with a choice of interpolation.</summary>
    internal static Picture Paint(Picture picture, float[,] map, double alpha, ColourMap colours, bool fadeLow, Enlarge enlarge)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (alpha is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The weight lies in [0,1].");
        var values = Grid.Resize(map, picture.Height, picture.Width, enlarge);
        Grid.MinMax(values);
        var rgb = picture.Rgb.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            var colour = colours[values[i]];
            var weight = fadeLow ? alpha * values[i] : alpha;
            var pixel = rgb.AsSpan(i * 3, 3);
            pixel[0] = Blend(pixel[0], colour.R, weight);
            pixel[1] = Blend(pixel[1], colour.G, weight);
            pixel[2] = Blend(pixel[2], colour.B, weight);
        }
        return new Picture(picture.Width, picture.Height, rgb);
    }

    private static byte Blend(byte below, byte above, double weight) => (byte)(below + (above - below) * weight + 0.5);
}
