using System.Globalization;
using SkiaSharp;

namespace Ucam.Studies.Reports;

/// <summary>What the colours of a contact sheet mean: one scale for all its maps.</summary>
internal static class SheetLegend
{
    private const int Bar = 260, Thick = 12, Space = 24, Lines = 4;

    /// <summary>Height in pixels at a width.</summary>
    public static float Height(ContactSheetOptions options, float width)
    {
        using var font = CardFont.Regular(13);
        return Math.Max(Thick + 24, Words(options, font, width).Count * font.LineHeight);
    }

    /// <summary>Draws it with its top left corner at a place.</summary>
    public static void Draw(SKCanvas canvas, ContactSheetOptions options, float x, float y, float width)
    {
        using var font = CardFont.Regular(13);
        for (var i = 0; i < Bar; i++)
        {
            var colour = options.Colours[i / (Bar - 1d)];
            using var paint = new SKPaint { Color = new SKColor(colour.R, colour.G, colour.B) };
            canvas.DrawRect(x + i, y, 1, Thick, paint);
        }
        foreach (double tick in options.Contours ? [0, .. options.Levels, 1] : new[] { 0, 0.5, 1 })
        {
            SKTextAlign align = tick switch { 0 => SKTextAlign.Left, 1 => SKTextAlign.Right, _ => SKTextAlign.Center };
            font.Draw(canvas, tick.ToString("0.##", CultureInfo.InvariantCulture), x + (float)tick * Bar, y + Thick + 2, CardStyle.Muted, align);
        }
        float at = y - 3;
        foreach (string line in Words(options, font, width))
        {
            font.Draw(canvas, line, x + Bar + Space, at, CardStyle.Muted);
            at += font.LineHeight;
        }
    }

    private static IReadOnlyList<string> Words(ContactSheetOptions options, CardFont font, float width) => font.Wrap(
        (options.Contours
            ? $"Lines at {string.Join(" and ", options.Levels.Select(l => l.ToString("0.##", CultureInfo.InvariantCulture)))} of" : "Colours show")
            + " the share of each map's own range, 0 its lowest and 1 its highest value, on one scale for the whole sheet. Below each map: that "
                + "range in its own unit; of maps with signs, what speaks for the target is shown.",
        width - Bar - Space, Lines);
}
