using System.Globalization;

namespace Ucam.Cli.Terminal;

/// <summary>Shows a long run: one line that is rewritten on a terminal, a line now and then elsewhere. Writes to standard error.</summary>
internal sealed class ConsoleProgress : IProgress<RunProgress>, IDisposable
{
    private static readonly TimeSpan QuietInterval = TimeSpan.FromSeconds(15);
    private readonly bool _live = !Console.IsErrorRedirected;
    private readonly Lock _gate = new();
    private DateTime _last = DateTime.MinValue;
    private bool _open;

    public void Report(RunProgress value)
    {
        lock (_gate)
        {
            if (!_live && DateTime.UtcNow - _last < QuietInterval) return;
            _last = DateTime.UtcNow;
            string line = Line(value);
            if (_live) TerminalSession.Live(line.PadRight(Math.Max(1, Width() - 1)));
            else Console.Error.WriteLine(line);
            _open = _live;
        }
    }

    /// <summary>What is shown of a report.</summary>
    internal static string Line(RunProgress value)
    {
        string epoch = value.Epochs > 1 ? $" epoch {value.Epoch} of {value.Epochs}," : "";
        // Of all epochs: an epoch's own share would stand at its end whenever epochs are short.
        double share = (value.Epoch - 1 + value.Done / (double)Math.Max(1, value.Total)) / Math.Max(1, value.Epochs);
        string loss = double.IsNaN(value.Loss) ? "" : $"loss {value.Loss:F4}, ";
        string accuracy = double.IsNaN(value.Accuracy) ? "" : $"accuracy {value.Accuracy:P1}, ";
        string unit = value.Unit is null ? "" : $" {value.Unit}";
        string rate = double.IsNaN(value.Rate) ? "" : $"{value.Rate.ToString(value.Rate < 10 ? "F1" : "F0", CultureInfo.InvariantCulture)}{unit}/s, ";
        return $"{value.Stage}{epoch} {share:P0}, {loss}{accuracy}{rate}{TimeLeft.InWords(value.Remaining, value.AtMost)}";
    }

    /// <summary>Writes a line of its own.</summary>
    public void Log(string line)
    {
        lock (_gate)
        {
            Clear();
            Console.Error.WriteLine(line);
        }
    }

    /// <summary>Removes the live line, so that what follows has a line of its own.</summary>
    public void Dispose()
    {
        lock (_gate) Clear();
    }

    private void Clear()
    {
        if (_open)
        {
            TerminalSession.Live(new string(' ', Math.Max(1, Width() - 1)));
            TerminalSession.Return();
        }
        _open = false;
    }

    private static int Width()
    {
        try
        {
            return Math.Clamp(Console.WindowWidth, 20, 200);
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
