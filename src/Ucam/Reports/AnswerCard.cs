using SkiaSharp;
using Ucam.Explanations;
using Ucam.Imaging;

namespace Ucam.Reports;

/// <summary>One wide picture that says it all: the picture, where the model looked, its answer, how sure it is and why not surer.</summary>
public static class AnswerCard
{
    private const int HeadingLines = 2;
    private const int WarningLines = 3;

    /// <summary>Draws a card. It is as wide as its panels need (1,699 pixels with two maps); the same input gives the same pixels.</summary>
    /// <param name="picture">The picture that was asked about, of any size.</param>
    /// <param name="answer">What the model said; its maps become panels, its familiarity note a warning strip.</param>
    /// <param name="title">A small line above the question, such as the file's name.</param>
    public static Picture Render(Picture picture, Answer answer, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(answer);
        var panels = 1 + answer.Maps.Count;
        var width = 2 * CardStyle.Margin + panels * (CardStyle.Panel + CardStyle.Gap) + CardStyle.Gap / 2 + CardStyle.Side;
        using var heading = CardFont.Bold(36);
        using var small = CardFont.Regular(18);
        var inner = width - 2 * CardStyle.Margin;
        var question = heading.Wrap(answer.Question, inner, HeadingLines);
        var warning = InWords.Warning(answer) is { } text ? small.Wrap(text, inner - 76, WarningLines) : [];

        var top = CardStyle.Margin + (title is null ? 0 : 30) + question.Count * heading.LineHeight + 20;
        var strip = warning.Count == 0 ? 0 : 26 + warning.Count * small.LineHeight;
        var height = top + CardStyle.Panel + CardPanel.Caption + (strip == 0 ? 0 : 18 + strip) + CardStyle.Margin - 8;

        using var bitmap = new SKBitmap(new SKImageInfo(width, (int)height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(CardStyle.Paper);
        Heading(canvas, title, question, heading, inner);
        Panels(canvas, picture, answer, top);
        CardAnswer.Draw(canvas, answer, width - CardStyle.Margin - CardStyle.Side, top);
        if (strip > 0) Warning(canvas, warning, small, SKRect.Create(CardStyle.Margin, height - CardStyle.Margin + 8 - strip, inner, strip));
        canvas.Flush();
        return Picture.FromBitmap(bitmap);
    }

    private static void Heading(SKCanvas canvas, string? title, IReadOnlyList<string> question, CardFont font, float width)
    {
        float y = CardStyle.Margin - 6;
        if (title is not null)
        {
            using var small = CardFont.Bold(17);
            small.Draw(canvas, small.Fit(title, width), CardStyle.Margin, y, CardStyle.Accent);
            y += 30;
        }
        foreach (var line in question)
        {
            font.Draw(canvas, line, CardStyle.Margin, y, CardStyle.Ink);
            y += font.LineHeight;
        }
    }

    private static void Panels(SKCanvas canvas, Picture picture, Answer answer, float y)
    {
        float x = CardStyle.Margin;
        CardPanel.Picture(canvas, picture, x, y);
        foreach (ActivationMap map in answer.Maps) CardPanel.Map(canvas, picture, map, x += CardStyle.Panel + CardStyle.Gap, y);
    }

    private static void Warning(SKCanvas canvas, IReadOnlyList<string> lines, CardFont font, SKRect strip)
    {
        CardStyle.Box(canvas, strip, 12, CardStyle.WarningPaper);
        using var bold = CardFont.Bold(19);
        var middle = strip.Left + 32;
        CardStyle.Box(canvas, SKRect.Create(middle - 13, strip.Top + 12, 26, 26), 13, CardStyle.WarningInk);
        bold.Draw(canvas, "!", middle, strip.Top + 13, CardStyle.WarningPaper, SKTextAlign.Center);
        for (var i = 0; i < lines.Count; i++)
            font.Draw(canvas, lines[i], strip.Left + 60, strip.Top + 13 + i * font.LineHeight, CardStyle.WarningInk);
    }
}
