using Ucam.Vqa.Training.Ranks;

namespace Ucam.Cli.Terminal;

/// <summary>Puts harmless writers in the console's place for one run.</summary>
internal sealed class TerminalSession : IDisposable
{
    private static TerminalWriter? _error;
    private readonly TextWriter _outBefore = Console.Out, _errorBefore = Console.Error;
    private readonly TerminalWriter? _former = _error;

    public TerminalSession()
    {
        Console.SetOut(new TerminalWriter(_outBefore));
        _error = new TerminalWriter(_errorBefore);
        Console.SetError(_error);
    }

    /// <summary>
    /// Of processes that share a terminal the first alone sets it up: the runtime writes a terminal's codes as soon as it is used, but none to one
    /// that it does not know. To be called before the console is used.
    /// </summary>
    public static void LeaveToFirst()
    {
        if (new RankEnvironment().Rank > 0) Environment.SetEnvironmentVariable("TERM", "dumb");
    }

    /// <summary>Where the parser writes help and suggestions.</summary>
    public TextWriter Parser => new TerminalWriter(_outBefore, lines: true);

    /// <summary>Shows a line in the place of the one before; the text is made harmless.</summary>
    public static void Live(string line)
    {
        string text = "\r" + TerminalText.OneLine(line);
        if (_error is { } error) error.Raw(text);
        else Console.Error.Write(text);
    }

    /// <summary>Goes back to the line's begin.</summary>
    public static void Return() => Live("");

    public void Dispose()
    {
        Console.SetOut(_outBefore);
        Console.SetError(_errorBefore);
        _error = _former;
    }
}
