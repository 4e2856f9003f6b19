namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>
/// The augmentation of He et al. 2016 §4.2: 4 black pixels on each side, a 32×32 cut anywhere in that, mirrored half of the time.
/// </summary>
internal static class PhotoCrop
{
    private const int Side = PhotoArchive.Side, Padding = 4;

    /// <summary>A random cut of a photograph.</summary>
    public static void Draw(ReadOnlySpan<byte> from, Span<byte> to, Random random) =>
        Cut(from, to, random.Next(2 * Padding + 1) - Padding, random.Next(2 * Padding + 1) - Padding, random.Next(2) == 1);

    /// <summary>The photograph moved right and down by so many pixels, then mirrored; what comes in is black.</summary>
    public static void Cut(ReadOnlySpan<byte> from, Span<byte> to, int right, int down, bool mirrored)
    {
        to.Clear();
        for (int y = Math.Max(0, down); y < Math.Min(Side, Side + down); y++)
            for (int x = Math.Max(0, right); x < Math.Min(Side, Side + right); x++)
                from.Slice(((y - down) * Side + x - right) * 3, 3).CopyTo(to[((y * Side + (mirrored ? Side - 1 - x : x)) * 3)..]);
    }
}
