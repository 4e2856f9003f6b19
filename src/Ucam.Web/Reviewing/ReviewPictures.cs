using System.Collections.Concurrent;
using Ucam.Imaging;

namespace Ucam.Web.Reviewing;

/// <summary>The pictures of a review as a page shows them, made small when they are asked for; only those of the review can be.</summary>
internal sealed class ReviewPictures(IReadOnlyList<ReviewPicture> pictures)
{
    private const int ThumbSide = 96, ShownSide = 640, Quality = 75, Kept = 20_000;

    private readonly ConcurrentDictionary<int, byte[]> _thumbs = new();

    /// <summary>A picture of 96 pixels, WebP; null where there is no such picture or it cannot be read.</summary>
    public byte[]? Thumb(int picture)
    {
        if (_thumbs.TryGetValue(picture, out byte[]? known)) return known;
        byte[]? thumb = Small(picture, ThumbSide);
        if (thumb is not null && _thumbs.Count < Kept) _thumbs.TryAdd(picture, thumb);
        return thumb;
    }

    /// <summary>A picture of at most 640 pixels, WebP; null where there is no such picture or it cannot be read.</summary>
    public byte[]? Shown(int picture) => Small(picture, ShownSide);

    private byte[]? Small(int picture, int side)
    {
        if (picture < 0 || picture >= pictures.Count || pictures[picture].File is not { } file) return null;
        try
        {
            return Picture.Load(file).AtMost(side).EncodeWebp(Quality);
        }
        catch (PictureException)
        {
            // Removed or damaged since the review began.
            return null;
        }
    }
}
