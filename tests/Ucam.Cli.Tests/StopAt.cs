namespace Ucam.Cli.Tests;

/// <summary>Standard error that cancels, as Ctrl-C does, when a line begins with a text.</summary>
internal sealed class StopAt(string text, CancellationTokenSource stop) : StringWriter
{
    public override void Write(string? value)
    {
        base.Write(value);
        if (value?.StartsWith(text, StringComparison.Ordinal) == true) stop.Cancel();
    }
}
