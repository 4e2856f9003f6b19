namespace Ucam.Cli.Terminal;

/// <summary>Shows work that tells how much of it is done, from several threads, as the other long runs are shown.</summary>
internal sealed class CountProgress(string stage, string unit, IProgress<RunProgress> sink, TimeProvider? time = null)
{
    private readonly Lock _gate = new();
    private readonly long _began = (time ?? TimeProvider.System).GetTimestamp();
    private ProgressMeter? _meter;
    private int _done;

    /// <summary>Tells how much is done; what came late and says less is passed over.</summary>
    public void Report(int done, int total)
    {
        lock (_gate)
        {
            if (done <= _done) return;
            _meter ??= new ProgressMeter(sink, stage, unit, total, time: time) { Began = _began };
            _meter.Add(1, done, done - _done);
            _done = done;
        }
    }
}
