using SkiaSharp;

namespace Ucam.Studies.Reports;

/// <summary>Measures (pixels) and colours of an answer card; the report's style sheet has the same colours.</summary>
internal static class CardStyle
{
    public const int Margin = 44;
    public const int Gap = 26;
    public const int Panel = 360;
    public const int Side = 440;

    public static readonly SKColor Paper = new(0xFFFFFFFF);
    public static readonly SKColor Ink = new(0xFF151A23);
    public static readonly SKColor Muted = new(0xFF5A6475);
    public static readonly SKColor Well = new(0xFFEEF1F6);
    public static readonly SKColor Accent = new(0xFF2F5BEA);
    public static readonly SKColor Other = new(0xFFA9B8DE);
    public static readonly SKColor DataDoubt = new(0xFF0E8F8A);
    public static readonly SKColor ModelDoubt = new(0xFF8A5CF0);
    public static readonly SKColor WholeDoubt = new(0xFF8A93A3);
    public static readonly SKColor WarningPaper = new(0xFFFFF4DC);
    public static readonly SKColor WarningInk = new(0xFF7A4A00);

    /// <summary>Colour of the word that says how sure.</summary>
    public static SKColor Of(Sureness sureness) => sureness switch
    {
        Sureness.Sure => new(0xFF157F4A),
        Sureness.FairlySure => new(0xFF4B7A12),
        Sureness.Unsure => new(0xFFB45309),
        _ => new(0xFFB42318),
    };

    /// <summary>Fills a rectangle with round corners.</summary>
    public static void Box(SKCanvas canvas, SKRect box, float radius, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        canvas.DrawRoundRect(box, radius, radius, paint);
    }
}
