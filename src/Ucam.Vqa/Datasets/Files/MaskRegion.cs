namespace Ucam.Vqa.Datasets.Files;

/// <summary>A region drawn as a picture: as bright as a place belongs to it, or of any colour but black.</summary>
/// <param name="path">The mask; no region where the file is not there.</param>
/// <param name="anyColour">Whether every pixel that is not black belongs to the region in full.</param>
/// <param name="within">Only what lies in these rectangles counts; null for everything.</param>
internal sealed class MaskRegion(string path, bool anyColour = false, IReadOnlyList<Box>? within = null) : PictureRegion
{
    public override float[,]? Cells(int rows, int columns) => File.Exists(path) ? GreyMask.Cells(Read(), rows, columns) : null;

    private Picture Read()
    {
        Picture mask = Picture.Load(path);
        return anyColour ? Binary(mask) : mask;
    }

    private Picture Binary(Picture mask)
    {
        var rgb = new byte[mask.Rgb.Length];
        for (int i = 0; i < rgb.Length; i += 3)
        {
            int pixel = i / 3;
            bool inside = within is null
                || within.Any(b => Contains(b, (pixel % mask.Width + 0.5) / mask.Width, (pixel / mask.Width + 0.5) / mask.Height));
            if (inside && mask.Rgb.Slice(i, 3).ContainsAnyExcept((byte)0)) rgb[i] = rgb[i + 1] = rgb[i + 2] = 255;
        }
        return new Picture(mask.Width, mask.Height, rgb);
    }

    private static bool Contains(Box box, double x, double y) => x >= box.Left && x <= box.Right && y >= box.Top && y <= box.Bottom;
}
