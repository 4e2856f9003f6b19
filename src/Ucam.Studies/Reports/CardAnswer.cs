using SkiaSharp;
using Ucam.Vqa;

namespace Ucam.Studies.Reports;

/// <summary>
/// The card's right column: the answer, how likely it is right and why, the likeliest answers, the set that holds the right one, and where
/// the doubt comes from.
/// </summary>
internal static class CardAnswer
{
    private const int Rows = 5;
    private const int RowHeight = 26;
    private const int LabelWidth = 132;
    private const int PercentWidth = 66;

    /// <summary>Draws the column with its left top corner at (x, y).</summary>
    public static void Draw(SKCanvas canvas, Answer answer, float x, float y)
    {
        using var big = CardFont.Bold(46);
        big.Draw(canvas, big.Fit(answer.Text, CardStyle.Side), x, y - 10, CardStyle.Ink);
        CardCertainty.Draw(canvas, answer, x, y + 54, CardStyle.Side);
        float rows = y + 60 + CardCertainty.Height;
        string? set = InWords.Set(answer);
        Bars(canvas, answer, set is null ? Rows : Rows - 1, x, rows);
        if (set is not null) Set(canvas, set, x, rows + (Rows - 1) * RowHeight);
        CardDoubt.Draw(canvas, answer, x, y + 60 + CardCertainty.Height + Rows * RowHeight + 12);
    }

    // In the place of the last candidate.
    private static void Set(SKCanvas canvas, string set, float x, float y)
    {
        using var font = CardFont.Regular(16);
        font.Draw(canvas, font.Fit(set, CardStyle.Side), x, y, CardStyle.Muted);
    }

    private static void Bars(SKCanvas canvas, Answer answer, int rows, float x, float y)
    {
        using var font = CardFont.Regular(16);
        using var bold = CardFont.Bold(16);
        for (var i = 0; i < Math.Min(rows, answer.Candidates.Count); i++)
        {
            var (text, probability) = answer.Candidates[i];
            var top = y + i * RowHeight;
            var track = SKRect.Create(x + LabelWidth, top + 4, CardStyle.Side - LabelWidth - PercentWidth, 14);
            (i == 0 ? bold : font).Draw(canvas, (i == 0 ? bold : font).Fit(text, LabelWidth - 14), x, top, CardStyle.Ink);
            CardStyle.Box(canvas, track, 4, CardStyle.Well);
            var bar = SKRect.Create(track.Left, track.Top, Math.Max(3, track.Width * (float)Math.Clamp(probability, 0, 1)), track.Height);
            CardStyle.Box(canvas, bar, Math.Min(4, bar.Width / 2), i == 0 ? CardStyle.Accent : CardStyle.Other);
            font.Draw(canvas, Percent(probability), x + CardStyle.Side, top, CardStyle.Ink, SKTextAlign.Right);
        }
    }

    private static string Percent(double probability) => probability is > 0 and < 0.001 ? "< 0.1 %" : $"{probability * 100:0.0} %";
}
