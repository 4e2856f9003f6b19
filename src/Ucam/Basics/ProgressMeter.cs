namespace Ucam;

/// <summary>Turns counts into means over the epoch, the recent rate and the time to go, and reports a few times a second.</summary>
internal sealed class ProgressMeter(IProgress<RunProgress>? sink, string stage, string unit, long samplesPerEpoch, int epochs = 1,
    TimeProvider? time = null)
{
    private const double SecondsBetween = 0.5, Recent = 15, Longer = 120;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly RecentRate _recent = new(Recent), _longer = new(Longer);

    /// <summary>When the work began, a timestamp of the clock; when the meter was made by default.</summary>
    public long Began { get; init; } = (time ?? TimeProvider.System).GetTimestamp();

    private double _last = double.NegativeInfinity;
    private Mean _loss, _accuracy;
    private int _epoch, _epochs = epochs;
    private bool _atMost;

    /// <summary>Says how many epochs there will be, or at most.</summary>
    public void Plan(int epochs, bool atMost) => (_epochs, _atMost) = (epochs, atMost);

    /// <summary>Counts samples of an epoch; the means are those of its samples so far.</summary>
    public void Add(int epoch, long doneInEpoch, int samples, double loss = double.NaN, double accuracy = double.NaN)
    {
        double now = _time.GetElapsedTime(Began).TotalSeconds;
        if (epoch != _epoch)
        {
            // What lies between two epochs costs time to go, but is not the pace of either.
            _recent.Restart();
            (_epoch, _loss, _accuracy) = (epoch, default, default);
        }
        _loss.Add(loss, samples);
        _accuracy.Add(accuracy, samples);
        _recent.Add(now, samples);
        _longer.Add(now, samples);
        bool last = epoch == _epochs && doneInEpoch >= samplesPerEpoch;
        if (sink is null || (now - _last < SecondsBetween && !last)) return;
        _last = now;
        double left = Math.Max(0, (_epochs - epoch) * samplesPerEpoch + samplesPerEpoch - doneInEpoch);
        sink.Report(new RunProgress(stage, epoch, _epochs, doneInEpoch, samplesPerEpoch, _loss.Value, _accuracy.Value, _recent.PerSecond,
            TimeSpan.FromSeconds(left / _longer.PerSecond))
        { Unit = unit, AtMost = _atMost });
    }

    private struct Mean
    {
        private double _sum;
        private long _count;

        public readonly double Value => _count == 0 ? double.NaN : _sum / _count;

        public void Add(double value, int samples)
        {
            if (double.IsNaN(value)) return;
            _sum += value * samples;
            _count += samples;
        }
    }
}
