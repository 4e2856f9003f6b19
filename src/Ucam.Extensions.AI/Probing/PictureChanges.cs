using Ucam.Vqa.Datasets;

namespace Ucam.Extensions.AI.Probing;

/// <summary>Small changes of a picture after which a person would answer the same. A new one is a line here.</summary>
internal static class PictureChanges
{
    private const double Kept = 0.92, Degrees = 4, Deviation = 0.03, Contrast = 0.8, Light = 1.15;
    private const byte Grey = 128;

    private static readonly (string Name, Func<Picture, int, Picture> Apply)[] All =
    [
        ("cropped", (picture, _) => Cropped(picture)),
        ("turned left", (picture, _) => PictureShifts.Turn(picture, Degrees)),
        ("brighter", (picture, _) => PictureShifts.Map(picture, (_, level) => level * Light)),
        ("noisy", (picture, seed) => PictureShifts.Noise(picture, Deviation, new SetRandom((ulong)seed))),
        ("turned right", (picture, _) => PictureShifts.Turn(picture, -Degrees)),
        ("less contrast", (picture, _) => PictureShifts.Contrast(picture, Contrast)),
        ("darker", (picture, _) => PictureShifts.Map(picture, (_, level) => level / Light)),
    ];

    /// <summary>How many there are; more than these are the noise of other seeds.</summary>
    public static int Count => All.Length;

    /// <summary>The name of a change and the changed copy.</summary>
    public static (string Name, Picture Changed) Of(Picture picture, int number, int seed)
    {
        (string name, Func<Picture, int, Picture> apply) = number < Count ? All[number] : All.First(change => change.Name == "noisy");
        return (number < Count ? name : $"{name} {number}", apply(picture, seed + number));
    }

    /// <summary>A picture of the same size in one grey.</summary>
    public static Picture Blank(Picture picture)
    {
        byte[] rgb = new byte[picture.Rgb.Length];
        rgb.AsSpan().Fill(Grey);
        return new Picture(picture.Width, picture.Height, rgb);
    }

    private static Picture Cropped(Picture picture)
    {
        int Side(int whole) => Math.Max(1, (int)Math.Round(whole * Kept));
        return picture.CentreCrop(Side(picture.Width), Side(picture.Height)).Resize(picture.Width, picture.Height);
    }
}
