using System.Diagnostics;

namespace Ucam.Training;

/// <summary>Turns counts into rates, times to go and running means, and reports a few times a second.</summary>
internal sealed class ProgressMeter(IProgress<TrainingProgress>? sink, string stage, int epochs, long samplesPerEpoch, int firstEpoch = 1)
{
    private const double SecondsBetween = 0.5;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private double _last = double.NegativeInfinity;
    private double _loss = double.NaN;
    private double _accuracy = double.NaN;
    private long _sinceStart;

    /// <summary>Counts samples of an epoch; the means decay over about 50 calls.</summary>
    public void Add(int epoch, long doneInEpoch, int samples, double loss = double.NaN, double accuracy = double.NaN)
    {
        _sinceStart += samples;
        _loss = Blend(_loss, loss);
        _accuracy = Blend(_accuracy, accuracy);
        double now = _watch.Elapsed.TotalSeconds;
        bool last = epoch == epochs && doneInEpoch >= samplesPerEpoch;
        if (sink is null || (now - _last < SecondsBetween && !last)) return;
        _last = now;
        double rate = _sinceStart / Math.Max(now, 1e-3);
        long left = (epochs - firstEpoch + 1) * samplesPerEpoch - _sinceStart;
        sink.Report(new TrainingProgress(stage, epoch, epochs, doneInEpoch, samplesPerEpoch, _loss, _accuracy, rate,
            TimeSpan.FromSeconds(Math.Max(0, left) / Math.Max(rate, 1e-3))));
    }

    private static double Blend(double mean, double value) =>
        double.IsNaN(value) ? mean : double.IsNaN(mean) ? value : 0.98 * mean + 0.02 * value;
}
