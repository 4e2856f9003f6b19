namespace Ucam.Cli.Terminal;

/// <summary>Shows a share of work once it has taken a while.</summary>
internal sealed class SlowProgress(IProgress<RunProgress> sink, TimeProvider? time = null) : IProgress<double>
{
    private const double Patience = 2;
    // Until so much is done, what was expected tells more than what it took.
    private const double Early = 0.05;
    private const int Steps = 1000;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private long _began = (time ?? TimeProvider.System).GetTimestamp();
    private double _expected = double.NaN;

    /// <summary>The work begins only now, and is expected to take so long, in seconds; not a number where that is not known.</summary>
    public void Begin(double expected) => (_began, _expected) = (_time.GetTimestamp(), expected);

    public void Report(double value)
    {
        double taken = _time.GetElapsedTime(_began).TotalSeconds;
        if (taken < Patience || value is <= 0 or >= 1) return;
        bool early = value < Early && _expected > taken;
        double left = early ? _expected * (1 - value) : taken * (1 - value) / value;
        sink.Report(new RunProgress("maps", 1, 1, (long)(value * Steps), Steps, double.NaN, double.NaN, double.NaN, TimeSpan.FromSeconds(left)));
    }
}
