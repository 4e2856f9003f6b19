namespace Ucam.Studies.Reports.Comparison.Document;

/// <summary>
/// A picture of a plot, drawn when it is first asked for: twice as many pixels a side as it is shown with, for sharp letters on
/// dense screens.
/// </summary>
/// <param name="name">File name.</param>
/// <param name="alt">What it shows, in words.</param>
/// <param name="size">Width and height it is shown with, CSS pixels.</param>
/// <param name="draw">Gives the PNG file.</param>
internal sealed class PlotImage(string name, string alt, (int Width, int Height) size, Func<byte[]> draw)
{
    private readonly Lazy<byte[]> _png = new(draw);

    public string Name { get; } = name;

    public string Alt { get; } = alt;

    public int Width { get; } = size.Width;

    public int Height { get; } = size.Height;

    /// <summary>The file.</summary>
    public byte[] Png => _png.Value;
}
