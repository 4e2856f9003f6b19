namespace Ucam;

/// <summary>
/// What a caller can mend: bad input, a missing or damaged file, an impossible setting. The message is one line that says
/// what was wrong, where, and what to do.
/// </summary>
public class UcamException : Exception
{
    /// <summary>Creates the exception from a one-line message.</summary>
    /// <param name="message">
    /// The line. Control characters, as a name in a hostile file may have, are shown as escapes (<c>\n</c>, <c>\x1b</c>).
    /// </param>
    /// <param name="inner">What it comes from.</param>
    public UcamException(string message, Exception? inner = null) : base(ControlText.Shown(message, kept: "\t"), inner) { }

    /// <summary>The file the problem is in, if there is one.</summary>
    public string? File { get; init; }

    /// <summary>The field, key or line within the file, if known.</summary>
    public string? Field { get; init; }
}
