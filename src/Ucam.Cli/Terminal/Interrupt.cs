using System.Globalization;
using System.Runtime.InteropServices;
using Ucam.Vqa.Training.Ranks;

namespace Ucam.Cli.Terminal;

/// <summary>The first Ctrl-C, SIGTERM or SIGHUP asks the work to stop at its next step; the second ends the process at once.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _signals;

    public Interrupt(CancellationToken outer)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        PosixSignal[] signals = IsHangUpIgnored()
            ? [PosixSignal.SIGINT, PosixSignal.SIGTERM] : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        _signals = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    public CancellationToken Token => _source.Token;

    private void Stop(PosixSignalContext signal)
    {
        if (_source.IsCancellationRequested) return;
        signal.Cancel = true;
        // Of processes that work together the first speaks for all.
        if (new RankEnvironment().Rank == 0)
        {
            Console.Error.WriteLine();
            Console.Error.WriteLine("ucam: stopping at the next step; once more ends at once.");
        }
        _source.Cancel();
    }

    // Started by nohup a run goes on when its terminal closes; a handler of our own would undo that.
    private static bool IsHangUpIgnored()
    {
        const string Status = "/proc/self/status", Ignored = "SigIgn:";
        if (!File.Exists(Status)) return false;
        string? mask = OrdinaryFile.Lines(Status)
            .FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal))?[Ignored.Length..].Trim();
        return ulong.TryParse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong bits) && (bits & 1) != 0;
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals) signal.Dispose();
        _source.Dispose();
    }
}
