using System.Text;

namespace Ucam.Cli.Terminal;

/// <summary>The one way to a terminal: texts are made harmless. A line is one line, whatever a file is called.</summary>
/// <param name="inner">Where it goes.</param>
/// <param name="lines">Whether what is written as one line may hold several: help and suggestions, which name no files.</param>
internal sealed class TerminalWriter(TextWriter inner, bool lines = false) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => Raw(TerminalText.Lines((value ?? "").Replace("\r\n", "\n", StringComparison.Ordinal)));

    public override void WriteLine(string? value)
    {
        if (!lines) Raw(TerminalText.OneLine(value ?? ""));
        else Write(value);
        Raw(inner.NewLine);
    }

    public override void WriteLine() => Raw(inner.NewLine);

    /// <summary>Writes as it is: the program's own control characters.</summary>
    public void Raw(string text) => inner.Write(text);

    public override void Flush() => inner.Flush();
}
