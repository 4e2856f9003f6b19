namespace Ucam.Cli.Terminal;

/// <summary>
/// Makes text from outside harmless for a terminal: what would move the cursor, change colours or turn the writing around is shown as its number.
/// </summary>
internal static class TerminalText
{
    /// <summary>The text on one line with every control character as an escape (<c>\x1b</c>, <c>\u202e</c>); tabs stay.</summary>
    public static string OneLine(string text) => ControlText.Shown(text, kept: "\t");

    /// <summary>The text with its line breaks, all other control characters as escapes.</summary>
    public static string Lines(string text) => ControlText.Shown(text, kept: "\t\n");
}
