using System.Globalization;
using System.Text;

namespace Ucam;

/// <summary>
/// Characters that are not seen but change what is: they move a cursor, or turn the writing around so that a name reads as another.
/// </summary>
internal static class ControlText
{
    /// <summary>C0, DEL and C1; line and paragraph separators; marks, embeddings, overrides and isolates of the writing direction.</summary>
    public static bool Is(char c) => char.IsControl(c) || IsUnseen(c);

    /// <summary>Those of them that are no control characters proper.</summary>
    public static bool IsUnseen(char c) =>
        c is '\u2028' or '\u2029' or '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    /// <summary>The number of a character as Unicode writes it: U+202E.</summary>
    public static string Label(char c) => $"U+{(int)c:X4}";

    /// <summary>The text with every such character as an escape (<c>\x1b</c>, <c>\u202e</c>).</summary>
    /// <param name="text">The text.</param>
    /// <param name="kept">Those that stay as they are.</param>
    public static string Shown(string text, string kept)
    {
        bool Hidden(char c) => Is(c) && !kept.Contains(c);
        if (!text.Any(Hidden)) return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            if (!Hidden(c)) shown.Append(c);
            else if (c == '\n') shown.Append("\\n");
            else if (c == '\r') shown.Append("\\r");
            else shown.Append(c < 256 ? "\\x" : "\\u").Append(((int)c).ToString(c < 256 ? "x2" : "x4", CultureInfo.InvariantCulture));
        }
        return shown.ToString();
    }
}
