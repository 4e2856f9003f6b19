namespace Ucam.Vqa.Text;

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
}
