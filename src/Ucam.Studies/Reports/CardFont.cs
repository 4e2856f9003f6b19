using System.Text;
using SkiaSharp;

namespace Ucam.Studies.Reports;

/// <summary>The embedded typeface (Inter, SIL Open Font License): a bare Linux has no fonts at all.</summary>
internal sealed class CardFont : IDisposable
{
    private const int MaxCharacters = 2000;
    private const string Ellipsis = "…";
    private const string Missing = "□";

    private static readonly Lazy<SKTypeface> RegularFace = new(() => Load("Inter-Regular"));
    private static readonly Lazy<SKTypeface> BoldFace = new(() => Load("Inter-SemiBold"));

    private readonly SKFont _font;

    private CardFont(SKTypeface face, float size)
    {
        // No hinting and sub-pixel positions: the same glyphs on every machine.
        _font = new SKFont(face, size) { Hinting = SKFontHinting.None, Subpixel = true, Edging = SKFontEdging.Antialias };
        LineHeight = MathF.Round(size * 1.3f);
    }

    /// <summary>Distance between baselines in pixels.</summary>
    public float LineHeight { get; }

    public static CardFont Regular(float size) => new(RegularFace.Value, size);

    public static CardFont Bold(float size) => new(BoldFace.Value, size);

    /// <summary>Width of a text in pixels.</summary>
    public float Measure(string text) => _font.MeasureText(text);

    /// <summary>Draws one line with the top of its line box at y.</summary>
    public void Draw(SKCanvas canvas, string text, float x, float y, SKColor colour, SKTextAlign align = SKTextAlign.Left)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        canvas.DrawText(text, x, y + LineHeight / 2 + _font.Size * 0.36f, align, _font, paint);
    }

    /// <summary>The text on one line, cut with an ellipsis where it does not fit.</summary>
    public string Fit(string text, float width)
    {
        text = Clean(text);
        if (Measure(text) <= width) return text;
        return text[..Taken(text, width - Measure(Ellipsis))].TrimEnd() + Ellipsis;
    }

    /// <summary>The text on at most <paramref name="lines"/> lines, broken between words where possible; the last may end in an ellipsis.</summary>
    public IReadOnlyList<string> Wrap(string text, float width, int lines)
    {
        var rest = Clean(text);
        var result = new List<string>();
        while (rest.Length > 0 && result.Count < lines - 1)
        {
            var taken = Taken(rest, width);
            var space = taken < rest.Length ? rest.LastIndexOf(' ', taken) : -1;
            if (space > 0) taken = space;
            result.Add(rest[..taken].TrimEnd());
            rest = rest[taken..].TrimStart();
        }
        if (rest.Length > 0) result.Add(Fit(rest, width));
        return result;
    }

    public void Dispose() => _font.Dispose();

    private int Taken(string text, float width)
    {
        var taken = _font.BreakText(text, Math.Max(width, 0));
        if (taken < text.Length && taken > 0 && char.IsHighSurrogate(text[taken - 1])) taken--;
        return Math.Max(taken, text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1);
    }

    /// <summary>One line of text that the typeface has: control characters become spaces, what it lacks a hollow square.</summary>
    private string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaxCharacters) break;
            if (!Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune)) clean.Append(_font.ContainsGlyph(rune.Value) ? rune.ToString() : Missing);
            else if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
        }
        return clean.ToString().TrimEnd();
    }

    /// <summary>An embedded typeface, "Inter-Regular" or "Inter-SemiBold".</summary>
    public static SKTypeface Load(string name)
    {
        using var data = SKData.CreateCopy(Resource.Bytes($"Ucam.Fonts.{name}.otf"));
        return SKTypeface.FromData(data);
    }
}
