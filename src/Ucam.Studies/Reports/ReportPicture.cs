using Ucam.Imaging;

namespace Ucam.Studies.Reports;

/// <summary>How pictures and maps are shown on cards and in reports.</summary>
internal static class ReportPicture
{
    private const double MapWeight = 0.62;
    private const int Quality = 85;

    /// <summary>The picture in proportion, its long side at most <paramref name="side"/> pixels; small pictures grow to it.</summary>
    public static Picture Within(Picture picture, int side)
    {
        var scale = side / (double)Math.Max(picture.Width, picture.Height);
        return picture.Resize(Math.Max(1, (int)Math.Round(picture.Width * scale)), Math.Max(1, (int)Math.Round(picture.Height * scale)));
    }

    /// <summary>A map in JET over the picture, strongest where the map is high, so that the picture stays readable.</summary>
    public static Picture Overlay(Picture picture, ActivationMap map) => Overlay(picture, map.Values);

    /// <summary>The same for the bare values of a map.</summary>
    public static Picture Overlay(Picture picture, float[,] map) =>
        Heatmap.Paint(picture, map, MapWeight, ColourMap.Jet, fadeLow: true, Enlarge.Cubic);

    /// <summary>The picture as an address that holds it, for a page that needs no other file.</summary>
    public static string Data(Picture picture) => $"data:image/jpeg;base64,{Convert.ToBase64String(picture.EncodeJpeg(Quality))}";
}
