namespace Ucam.Studies.Reports.Table;

/// <summary>A picture as a report holds it: small, and encoded at once, so that thousands take little memory.</summary>
internal sealed class ReportImage
{
    private const int Quality = 75;

    private static readonly (int Most, int Side)[] Sides = [(60, 448), (250, 320), (600, 224), (1000, 160), (int.MaxValue, 128)];

    private ReportImage(Picture small) => (Webp, Width, Height) = (small.EncodeWebp(Quality), small.Width, small.Height);

    /// <summary>The file, WebP.</summary>
    public byte[] Webp { get; }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>The picture as an address that holds it.</summary>
    public string Data => $"data:image/webp;base64,{Convert.ToBase64String(Webp)}";

    /// <summary>A copy of a picture: at most 448 pixels a side, the smaller the more pictures the report has.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="pictures">How many pictures the report has.</param>
    public static ReportImage Of(Picture picture, int pictures)
    {
        int side = Sides.First(s => pictures <= s.Most).Side;
        return new ReportImage(picture.AtMost(side));
    }

    /// <summary>Those of pictures, one for each.</summary>
    public static IReadOnlyDictionary<Picture, ReportImage> Of(IEnumerable<Picture> pictures)
    {
        Picture[] each = [.. pictures.Distinct<Picture>(ReferenceEqualityComparer.Instance)];
        var images = new ReportImage[each.Length];
        ParallelLoop.For(each.Length, i => images[i] = Of(each[i], each.Length));
        var found = new Dictionary<Picture, ReportImage>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < each.Length; i++) found[each[i]] = images[i];
        return found;
    }
}
