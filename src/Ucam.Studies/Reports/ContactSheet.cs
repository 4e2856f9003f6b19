using SkiaSharp;
using Ucam.Imaging;
using Ucam.Studies.Reports;

namespace Ucam.Studies;

/// <summary>
/// Maps of one picture side by side, all on one scale: each runs from its own lowest value (0) to its highest (1) in the same colours,
/// since the raw units of methods differ; below each map stands its raw range. The picture under a map is grey. A legend says so.
/// </summary>
public static class ContactSheet
{
    private const int Side = 240, Gap = 20, Margin = 36, Caption = 72, HeadingLines = 2, LeastColumns = 3, AnswerLine = 50;
    private const double Weight = 0.6;

    /// <summary>Draws a sheet; the same input gives the same pixels.</summary>
    /// <param name="picture">The picture that is explained, of any size; it comes first.</param>
    /// <param name="panels">The maps, at least one.</param>
    /// <param name="options">Texts, colours, columns.</param>
    /// <exception cref="UcamException">There are no maps, or an option is out of range.</exception>
    public static Picture Render(Picture picture, IReadOnlyList<SheetPanel> panels, ContactSheetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(panels);
        options ??= new ContactSheetOptions();
        Settings.Check(options);
        if (panels.Count == 0) throw new UcamException("There are no maps for the sheet; give at least one.");
        int columns = Math.Min(options.Columns, panels.Count + 1), rows = (panels.Count + columns) / columns;
        int inner = Math.Max(columns, LeastColumns) * (Side + Gap) - Gap;
        using var heading = CardFont.Bold(28);
        IReadOnlyList<string> lines = options.Heading.Length == 0 ? [] : heading.Wrap(options.Heading, inner, HeadingLines);
        float top = Margin + (options.Title is null ? 0 : 28) + lines.Count * heading.LineHeight
            + AnswerHeight(options, inner) + (options.Subtitle.Length == 0 ? 0 : 28) + 12;
        float legend = top + rows * (Side + Caption);
        int height = (int)(legend + SheetLegend.Height(options, inner) + Margin);
        using var bitmap = new SKBitmap(new SKImageInfo(inner + 2 * Margin, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(CardStyle.Paper);
        Texts(canvas, options, lines, heading, inner);
        for (int i = 0; i <= panels.Count; i++)
        {
            (float x, float y) = (Margin + i % columns * (Side + Gap), top + i / columns * (Side + Caption));
            if (i == 0) Panel(canvas, picture, new PanelText("The picture", $"{picture.Width} × {picture.Height} pixels", "", CardStyle.Muted), x, y);
            else Panel(canvas, Overlay(picture, panels[i - 1], options), TextOf(panels[i - 1]), x, y);
        }
        SheetLegend.Draw(canvas, options, Margin, legend, inner);
        canvas.Flush();
        return Picture.FromBitmap(bitmap);
    }

    private static float AnswerHeight(ContactSheetOptions options, float width) =>
        options.Answer is { } answer ? AnswerLine + CardCertainty.HeightOf(answer, width) : 0;

    private static Picture Overlay(Picture picture, SheetPanel panel, ContactSheetOptions options)
    {
        Picture shown = ReportPicture.Within(picture, Side);
        if (panel.Map.IsNothing) return ReportPicture.Grey(shown);
        return options.Contours
            ? Contours.Draw(shown, panel.Map.Values, options.Levels, options.Colours)
            : Heatmap.Paint(ReportPicture.Grey(shown), panel.Map.Values, Weight, options.Colours, fadeLow: false, Enlarge.Linear);
    }

    private static void Texts(SKCanvas canvas, ContactSheetOptions options, IReadOnlyList<string> lines, CardFont heading, float width)
    {
        float y = Margin - 6;
        if (options.Title is not null)
        {
            using var small = CardFont.Bold(15);
            small.Draw(canvas, small.Fit(options.Title, width), Margin, y, CardStyle.Accent);
            y += 28;
        }
        foreach (string line in lines)
        {
            heading.Draw(canvas, line, Margin, y, CardStyle.Ink);
            y += heading.LineHeight;
        }
        if (options.Answer is { } answer)
        {
            using var bold = CardFont.Bold(28);
            bold.Draw(canvas, bold.Fit($"Answer: {answer.Text}", width), Margin, y + 6, CardStyle.Ink);
            CardCertainty.Draw(canvas, answer, Margin, y + AnswerLine, width);
            y += AnswerHeight(options, width);
        }
        if (options.Subtitle.Length == 0) return;
        using var regular = CardFont.Regular(16);
        regular.Draw(canvas, regular.Fit(options.Subtitle, width), Margin, y, CardStyle.Muted);
    }

    private static PanelText TextOf(SheetPanel panel) =>
        new(panel.Title, panel.Range, panel.Note, panel.IsWarning ? CardStyle.WarningInk : CardStyle.Muted);

    private static void Panel(SKCanvas canvas, Picture shown, PanelText text, float x, float y)
    {
        CardPanel.Square(canvas, shown, x, y, Side);
        using var bold = CardFont.Bold(16);
        using var regular = CardFont.Regular(13);
        bold.Draw(canvas, bold.Fit(text.Title, Side), x, y + Side + 6, CardStyle.Ink);
        regular.Draw(canvas, regular.Fit(text.Range, Side), x, y + Side + 27, CardStyle.Muted);
        regular.Draw(canvas, regular.Fit(text.Note, Side), x, y + Side + 44, text.Ink);
    }

    /// <summary>What stands below a panel, the note in an ink of its own.</summary>
    private readonly record struct PanelText(string Title, string Range, string Note, SKColor Ink);
}
