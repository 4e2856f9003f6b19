namespace Ucam.Imaging;

/// <summary>How the image processors of model hubs resize before they cut out the middle.</summary>
/// <param name="Edge">The shorter side after resizing, or both where it is stretched; at least the side that is cut out.</param>
/// <param name="Stretch">Whether both sides become as long, whatever the picture's proportions.</param>
/// <param name="Filter">The filter.</param>
internal sealed record HubResize(int Edge, bool Stretch, PictureFilter Filter)
{
    /// <summary>In words: "the shorter side to 256 pixels, bilinear".</summary>
    public string InWords =>
        $"{(Stretch ? $"stretched to {Edge}×{Edge}" : $"the shorter side to {Edge}")} pixels, {Filter.ToString().ToLowerInvariant()}";

    /// <summary>The middle size×size of the resized picture.</summary>
    public Picture Of(Picture picture, int size)
    {
        int shorter = Math.Min(picture.Width, picture.Height);
        long Side(int side) => Stretch ? Edge : (long)Edge * side / shorter;
        return new Picture(size, size, PillowWindow.Resize(picture.Rgb, picture.Width, picture.Height, Middle(Side(picture.Width)),
            Middle(Side(picture.Height)), Filter));

        Window Middle(long full) => new(full, (full - size) / 2, size);
    }
}
