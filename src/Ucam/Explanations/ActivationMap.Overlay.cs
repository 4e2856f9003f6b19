using Ucam.Explanations;
using Ucam.Imaging;

namespace Ucam;

public sealed partial record ActivationMap
{
    /// <summary>Number of rows.</summary>
    public int Rows => Values.GetLength(0);

    /// <summary>Number of columns.</summary>
    public int Columns => Values.GetLength(1);

    /// <summary>Makes a map of raw values: (v − min) / (max − min), or all zero where every value is the same.</summary>
    /// <param name="kind">What it shows.</param>
    /// <param name="raw">rows×columns values of any range; not changed.</param>
    /// <exception cref="ArgumentException">The values are empty, or one is NaN or infinite (the message says which).</exception>
    public static ActivationMap FromRaw(MapKind kind, float[,] raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        double sum = 0;
        foreach (float value in raw) sum += value;
        return Of(kind, Grid.Flat(raw), raw.GetLength(0), raw.GetLength(1)) with
        { RawSum = sum, IsNothing = MapStrength.IsNothing(raw, kind is not (MapKind.Attention or MapKind.Other)) };
    }

    /// <summary>The map on another grid (areas averaged when shrinking, bilinear when enlarging), scaled to [0,1] again.</summary>
    /// <param name="rows">New number of rows, ≥ 1.</param>
    /// <param name="columns">New number of columns, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or there are more cells than
    /// <see cref="Picture.MaxPixels"/>.</exception>
    public ActivationMap Resize(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * columns, Picture.MaxPixels, nameof(rows));
        return Of(Kind, Grid.Resize(Values, rows, columns), rows, columns) with { Method = Method, RawSum = RawSum, IsNothing = IsNothing };
    }

    /// <summary>
    /// The map in colour over a picture, all low where <see cref="IsNothing"/>; see <see cref="Heatmap.Overlay"/>. The published rendering is JET
    /// at one half.
    /// </summary>
    /// <param name="picture">The picture the map was made for, at any size: a path, a stream, bytes, a bitmap or a picture.</param>
    /// <param name="alpha">Weight of the colours, in [0,1].</param>
    /// <param name="colours">Viridis where null, which is even to the eye everywhere.</param>
    /// <param name="fadeLow">Whether the picture shows through where the map is low.</param>
    /// <exception cref="ArgumentException">The map is empty or not finite, or alpha is out of range.</exception>
    /// <exception cref="PictureException">The picture cannot be read.</exception>
    public Picture Overlay(AnyPicture picture, double alpha = 0.5, ColourMap? colours = null, bool fadeLow = false) =>
        Heatmap.Overlay(picture.Load(), IsNothing ? new float[1, 1] : Values, alpha, colours, fadeLow);

    private static ActivationMap Of(MapKind kind, float[] flat, int rows, int columns)
    {
        Grid.MinMax(flat);
        var values = new float[rows, columns];
        Buffer.BlockCopy(flat, 0, values, 0, flat.Length * sizeof(float));
        return new ActivationMap(kind, values);
    }
}
