using SkiaSharp;
using Ucam.Vqa;

namespace Ucam.Studies.Reports;

/// <summary>How likely an answer is right, in words and in figures, what the words are worth and why; or why that is not known.</summary>
internal static class CardCertainty
{
    /// <summary>Greatest height of the block in pixels.</summary>
    public const int Height = HeadHeight + Lines * LineHeight + 7;

    private const int HeadHeight = 42;
    private const int Lines = 3;
    private const int LineHeight = 21;

    /// <summary>Height of the block of an answer at a width.</summary>
    public static float HeightOf(Answer answer, float width)
    {
        using var font = CardFont.Regular(15);
        return Height - (Lines - Texts(answer, font, width).Count) * LineHeight;
    }

    /// <summary>Draws the block with its left top corner at (x, y).</summary>
    public static void Draw(SKCanvas canvas, Answer answer, float x, float y, float width)
    {
        Head(canvas, answer, x, y);
        using var font = CardFont.Regular(15);
        float top = y + HeadHeight;
        foreach ((string line, SKColor ink) in Texts(answer, font, width))
        {
            font.Draw(canvas, line, x, top, ink);
            top += LineHeight;
        }
    }

    /// <summary>What the words are worth on one line, and the reason on those that are left.</summary>
    private static List<(string Line, SKColor Ink)> Texts(Answer answer, CardFont font, float width)
    {
        var texts = new List<(string Line, SKColor Ink)>();
        if (answer.Certainty.Worth is { Length: > 0 } worth) texts.Add((font.Fit(worth, width), CardStyle.Muted));
        texts.AddRange(font.Wrap(InWords.Reason(answer) ?? "", width, Lines - texts.Count).Select(line => (line, CardStyle.Ink)));
        return texts;
    }

    /// <summary>Draws "right with 94 %" and the words' pill on one line; where it is not known, the words and the probability.</summary>
    private static void Head(SKCanvas canvas, Answer answer, float x, float y)
    {
        using var bold = CardFont.Bold(21);
        using var regular = CardFont.Regular(17);
        if (InWords.Right(answer) is not { } right)
        {
            regular.Draw(canvas, $"probability {answer.Probability * 100:0} %", Pill(canvas, answer, x, y) + 14, y + 6, CardStyle.Muted);
            return;
        }
        bold.Draw(canvas, right, x, y + 3, CardStyle.Ink);
        Pill(canvas, answer, x + bold.Measure(right) + 14, y);
    }

    // Gives where it ends.
    private static float Pill(SKCanvas canvas, Answer answer, float x, float y)
    {
        Sureness sureness = InWords.Sureness(answer);
        string word = InWords.Word(sureness);
        using var bold = CardFont.Bold(17);
        float width = bold.Measure(word) + 32;
        CardStyle.Box(canvas, SKRect.Create(x, y, width, 34), 17, CardStyle.Of(sureness));
        bold.Draw(canvas, word, x + 16, y + 6, CardStyle.Paper);
        return x + width;
    }
}
