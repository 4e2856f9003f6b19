using System.Globalization;
using System.Text;
using Ucam.Vqa.Text;

namespace Ucam.Cli.Terminal;

/// <summary>
/// Makes text from outside harmless for a terminal: what would move the cursor, change colours or turn the writing around is shown as its number.
/// </summary>
internal static class TerminalText
{
    /// <summary>The text on one line with every control character as an escape (<c>\x1b</c>, <c>\u202e</c>); tabs stay.</summary>
    public static string OneLine(string text) => Clean(text, lines: false);

    /// <summary>The text with its line breaks, all other control characters as escapes.</summary>
    public static string Lines(string text) => Clean(text, lines: true);

    private static string Clean(string text, bool lines)
    {
        int first = 0;
        while (first < text.Length && !IsControl(text[first], lines)) first++;
        if (first == text.Length) return text;
        var clean = new StringBuilder(text, 0, first, text.Length + 16);
        foreach (char c in text.AsSpan(first))
        {
            if (!IsControl(c, lines)) clean.Append(c);
            else if (c == '\n') clean.Append("\\n");
            else if (c == '\r') clean.Append("\\r");
            else clean.Append(c < 256 ? "\\x" : "\\u").Append(((int)c).ToString(c < 256 ? "x2" : "x4", CultureInfo.InvariantCulture));
        }
        return clean.ToString();
    }

    private static bool IsControl(char c, bool lines) => c == '\n' ? !lines : c != '\t' && ControlText.Is(c);
}
