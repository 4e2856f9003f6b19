using SkiaSharp;
using Ucam.Vqa;

namespace Ucam.Studies.Reports;

/// <summary>The doubt in nats as one bar of two parts: predictive = aleatoric (data) + epistemic (model); of one where they cannot be told.</summary>
internal static class CardDoubt
{
    /// <summary>Nats at the full width of the bar, so that cards can be compared at a glance.</summary>
    public const double FullScale = 2.5;

    private const int BarHeight = 16;

    /// <summary>Draws the block with its left top corner at (x, y).</summary>
    public static void Draw(SKCanvas canvas, Answer answer, float x, float y)
    {
        var u = answer.Uncertainty;
        using var bold = CardFont.Bold(17);
        using var regular = CardFont.Regular(15);
        bold.Draw(canvas, $"Doubt: {u.Predictive:0.00} nats", x, y, CardStyle.Ink);
        regular.Draw(canvas, InWords.Doubt(answer), x, y + 24, CardStyle.Muted);
        if (InWords.NotParted(answer) is { } reason)
        {
            Bar(canvas, (CardStyle.WholeDoubt, u.Predictive), default, x, y + 53);
            regular.Draw(canvas, regular.Fit(reason, CardStyle.Side), x, y + 77, CardStyle.Muted);
            return;
        }
        Bar(canvas, (CardStyle.DataDoubt, u.Aleatoric), (CardStyle.ModelDoubt, u.Epistemic), x, y + 53);
        Legend(canvas, regular, CardStyle.DataDoubt, $"{u.Aleatoric:0.00} picture and question (data)", x, y + 77);
        Legend(canvas, regular, CardStyle.ModelDoubt, $"{u.Epistemic:0.00} model", x + 282, y + 77);
    }

    private static void Bar(SKCanvas canvas, (SKColor Colour, double Nats) first, (SKColor Colour, double Nats) second, float x, float y)
    {
        var box = SKRect.Create(x, y, CardStyle.Side, BarHeight);
        var unit = CardStyle.Side / (float)Math.Max(FullScale, first.Nats + second.Nats);
        using var corners = new SKRoundRect(box, 5);
        canvas.Save();
        canvas.ClipRoundRect(corners, antialias: true);
        CardStyle.Box(canvas, box, 0, CardStyle.Well);
        var split = (float)first.Nats * unit;
        CardStyle.Box(canvas, SKRect.Create(x, y, split, BarHeight), 0, first.Colour);
        CardStyle.Box(canvas, SKRect.Create(x + split, y, (float)second.Nats * unit, BarHeight), 0, second.Colour);
        canvas.Restore();
    }

    private static void Legend(SKCanvas canvas, CardFont font, SKColor colour, string text, float x, float y)
    {
        CardStyle.Box(canvas, SKRect.Create(x, y + 4, 12, 12), 3, colour);
        font.Draw(canvas, text, x + 20, y, CardStyle.Ink);
    }
}
