using System.Net;
using System.Text;

namespace Ucam.Studies.Reports;

/// <summary>Text made safe for an HTML document that is also well-formed XML.</summary>
internal static class Html
{
    /// <summary>
    /// Escapes a text for content and for attributes in double quotes; control characters become spaces, and what would turn the writing around is
    /// shown as its number.
    /// </summary>
    public static string Text(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.IsBmp && ControlText.IsUnseen((char)rune.Value)) clean.Append($"[{ControlText.Label((char)rune.Value)}]");
            else clean.Append(Rune.IsControl(rune) || rune.Value is 0xFFFE or 0xFFFF ? " " : rune.ToString());
        return WebUtility.HtmlEncode(clean.ToString());
    }

    /// <summary>The start of a self-contained page up to its body: no network, styles of its own, scripts only where it has some.</summary>
    public static string Head(string title, string style, bool scripts = false) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'{(scripts ? "; script-src 'unsafe-inline'" : "")}" />
        <title>{Text(title)}</title>
        <style>
        {style}</style>
        </head>

        """;

    /// <summary>A probability for reading: "93.0 %".</summary>
    public static string Percent(double probability) => probability is > 0 and < 0.001 ? "&lt; 0.1 %" : $"{probability * 100:0.0} %";

    /// <summary>A share for a style's width: "93.0%".</summary>
    public static string Width(double share) => double.IsFinite(share) ? $"{Math.Clamp(share, 0, 1) * 100:0.##}%" : "0%";
}
