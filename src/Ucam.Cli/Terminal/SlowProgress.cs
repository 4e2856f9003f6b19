namespace Ucam.Cli.Terminal;

/// <summary>Shows a share of work once it has taken a while.</summary>
internal sealed class SlowProgress(IProgress<RunProgress> sink, TimeProvider? time = null) : IProgress<double>
{
    private const double Patience = 2;
    private const int Steps = 1000;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly long _began = (time ?? TimeProvider.System).GetTimestamp();

    public void Report(double value)
    {
        double taken = _time.GetElapsedTime(_began).TotalSeconds;
        if (taken < Patience || value is <= 0 or >= 1) return;
        sink.Report(new RunProgress("maps", 1, 1, (long)(value * Steps), Steps, double.NaN, double.NaN, double.NaN,
            TimeSpan.FromSeconds(taken * (1 - value) / value)));
    }
}
