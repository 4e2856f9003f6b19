using SkiaSharp;
using Ucam.Studies.Reports;
using Ucam.Vqa;

namespace Ucam.Studies;

/// <summary>One wide picture that says it all: the picture, where the model looked, its answer, how sure it is and why not surer.</summary>
public static class AnswerCard
{
    private const int HeadingLines = 2;
    private const int WarningLines = 3;

    /// <summary>Draws a card. It is as wide as its panels need (1,699 pixels with two maps); the same input gives the same pixels.</summary>
    /// <param name="picture">The picture that was asked about, of any size.</param>
    /// <param name="answer">What the model said; its maps become panels, its familiarity note a warning strip above them.</param>
    /// <param name="title">A small line above the question, such as the file's name.</param>
    public static Picture Render(Picture picture, Answer answer, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(answer);
        var panels = 1 + MapLabel.Shown(answer).Count;
        var width = 2 * CardStyle.Margin + panels * (CardStyle.Panel + CardStyle.Gap) + CardStyle.Gap / 2 + CardStyle.Side;
        using var heading = CardFont.Bold(36);
        using var small = CardFont.Regular(18);
        var inner = width - 2 * CardStyle.Margin;
        var question = heading.Wrap(answer.Question, inner, HeadingLines);
        var warning = InWords.Warning(answer) is { } text ? small.Wrap(text, inner - 76, WarningLines) : [];

        var named = title is not null || answer.Model.Length > 0;
        var above = CardStyle.Margin + (named ? 30 : 0) + question.Count * heading.LineHeight + 20;
        var strip = warning.Count == 0 ? 0 : 26 + warning.Count * small.LineHeight;
        var top = above + (strip == 0 ? 0 : strip + 18);
        var height = top + CardStyle.Panel + CardPanel.Caption + CardStyle.Margin - 8;

        using var bitmap = new SKBitmap(new SKImageInfo(width, (int)height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(CardStyle.Paper);
        if (named) Names(canvas, title ?? "", answer.Model, inner);
        Heading(canvas, question, heading, CardStyle.Margin - 6 + (named ? 30 : 0));
        if (strip > 0) Warning(canvas, warning, small, SKRect.Create(CardStyle.Margin, above, inner, strip));
        Panels(canvas, picture, answer, top);
        CardAnswer.Draw(canvas, answer, width - CardStyle.Margin - CardStyle.Side, top);
        canvas.Flush();
        return Picture.FromBitmap(bitmap);
    }

    /// <summary>The title on the left, the model that answered on the right.</summary>
    private static void Names(SKCanvas canvas, string title, string model, float width)
    {
        const float y = CardStyle.Margin - 6;
        using var bold = CardFont.Bold(17);
        using var regular = CardFont.Regular(17);
        var by = model.Length == 0 ? "" : regular.Fit("answered by the model " + model, width / 2);
        bold.Draw(canvas, bold.Fit(title, width - regular.Measure(by) - CardStyle.Gap), CardStyle.Margin, y, CardStyle.Accent);
        regular.Draw(canvas, by, CardStyle.Margin + width, y, CardStyle.Muted, SKTextAlign.Right);
    }

    private static void Heading(SKCanvas canvas, IReadOnlyList<string> question, CardFont font, float y)
    {
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
        foreach (ActivationMap map in MapLabel.Shown(answer)) CardPanel.Map(canvas, picture, map, x += CardStyle.Panel + CardStyle.Gap, y);
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
