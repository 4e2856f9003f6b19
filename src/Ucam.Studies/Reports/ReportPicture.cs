using Ucam.Imaging;

namespace Ucam.Studies.Reports;

/// <summary>How pictures and maps are shown on cards and in reports.</summary>
internal static class ReportPicture
{
    private const double MapWeight = 0.8;
    private const int Quality = 85;

    /// <summary>The picture in proportion, its long side at most <paramref name="side"/> pixels; small pictures grow to it.</summary>
    public static Picture Within(Picture picture, int side) => picture.ToLongSide(side);

    /// <summary>A map in viridis over the picture in grey, strongest where the map is high, so that the picture stays readable.</summary>
    public static Picture Overlay(Picture picture, ActivationMap map) => Overlay(picture, map.Values);

    /// <summary>The same for the bare values of a map.</summary>
    public static Picture Overlay(Picture picture, float[,] map) =>
        Heatmap.Paint(Grey(picture), map, MapWeight, ColourMap.Viridis, fadeLow: true, Enlarge.Cubic);

    /// <summary>The picture in grey, so that all colour is the map's: a purple ball under viridis reads as a low value.</summary>
    public static Picture Grey(Picture picture)
    {
        byte[] rgb = picture.Rgb.ToArray();
        for (int i = 0; i < rgb.Length; i += 3)
        {
            // The luma of BT.601.
            byte luma = (byte)((299 * rgb[i] + 587 * rgb[i + 1] + 114 * rgb[i + 2] + 500) / 1000);
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (luma, luma, luma);
        }
        return new Picture(picture.Width, picture.Height, rgb);
    }

    /// <summary>The picture as an address that holds it, for a page that needs no other file.</summary>
    public static string Data(Picture picture) => $"data:image/jpeg;base64,{Convert.ToBase64String(picture.EncodeJpeg(Quality))}";
}
