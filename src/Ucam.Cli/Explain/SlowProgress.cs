using System.Diagnostics;
using Ucam.Training;

namespace Ucam.Cli.Explain;

/// <summary>Shows a share of work once it has taken a while.</summary>
internal sealed class SlowProgress(IProgress<TrainingProgress> sink) : IProgress<double>
{
    private const double Patience = 2;
    private const int Steps = 1000;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private double _started, _last;

    public void Report(double value)
    {
        double now = _watch.Elapsed.TotalSeconds;
        // A share that falls back is another piece of work.
        if (value < _last) _started = now;
        _last = value;
        double taken = now - _started;
        if (taken < Patience || value is <= 0 or >= 1) return;
        sink.Report(new TrainingProgress("maps", 1, 1, (long)(value * Steps), Steps, double.NaN, double.NaN, double.NaN, TimeSpan.FromSeconds(taken * (1 - value) / value)));
    }
}
