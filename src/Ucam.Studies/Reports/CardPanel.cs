using SkiaSharp;

namespace Ucam.Studies.Reports;

/// <summary>One of the card's pictures, whole and in proportion in a square well, with its caption.</summary>
internal static class CardPanel
{
    /// <summary>Height of the caption below the square.</summary>
    public const int Caption = 58;

    private const int Radius = 14;
    private const int ScaleWidth = 92;

    /// <summary>Draws the picture.</summary>
    public static void Picture(SKCanvas canvas, Picture picture, float x, float y)
    {
        Square(canvas, picture, x, y);
        Words(canvas, "The picture", $"{picture.Width} × {picture.Height} pixels", x, y);
    }

    /// <summary>Draws a map over the picture.</summary>
    public static void Map(SKCanvas canvas, Picture picture, ActivationMap map, float x, float y)
    {
        Square(canvas, map.IsNothing ? picture : ReportPicture.Overlay(picture, map), x, y);
        Words(canvas, MapLabel.Title(map.Kind), MapLabel.Note(map), x, y);
        if (!map.IsNothing) Scale(canvas, x + CardStyle.Panel, y + CardStyle.Panel + 37);
    }

    /// <summary>Draws a picture, whole and in proportion, in a square well.</summary>
    public static void Square(SKCanvas canvas, Picture picture, float x, float y, int side = CardStyle.Panel)
    {
        var well = SKRect.Create(x, y, side, side);
        CardStyle.Box(canvas, well, Radius, CardStyle.Well);
        var shown = ReportPicture.Within(picture, side);
        using var bitmap = shown.ToBitmap();
        using var image = SKImage.FromBitmap(bitmap);
        var left = x + MathF.Floor((side - shown.Width) / 2f);
        var top = y + MathF.Floor((side - shown.Height) / 2f);
        canvas.Save();
        using var corners = new SKRoundRect(well, Radius);
        canvas.ClipRoundRect(corners, antialias: true);
        canvas.DrawImage(image, left, top);
        canvas.Restore();
    }

    private static void Words(SKCanvas canvas, string title, string note, float x, float y)
    {
        using var bold = CardFont.Bold(18);
        using var regular = CardFont.Regular(15);
        bold.Draw(canvas, bold.Fit(title, CardStyle.Panel), x, y + CardStyle.Panel + 8, CardStyle.Ink);
        regular.Draw(canvas, note, x, y + CardStyle.Panel + 32, CardStyle.Muted);
    }

    private static void Scale(SKCanvas canvas, float right, float y)
    {
        using var font = CardFont.Regular(13);
        font.Draw(canvas, "high", right, y - 5, CardStyle.Muted, SKTextAlign.Right);
        var end = right - font.Measure("high") - 7;
        for (var i = 0; i < ScaleWidth; i++)
        {
            var colour = ColourMap.Viridis[i / (ScaleWidth - 1d)];
            using var paint = new SKPaint { Color = new SKColor(colour.R, colour.G, colour.B) };
            canvas.DrawRect(end - ScaleWidth + i, y, 1, 8, paint);
        }
        font.Draw(canvas, "low", end - ScaleWidth - 7, y - 5, CardStyle.Muted, SKTextAlign.Right);
    }
}
