using System.Diagnostics;

namespace Ucam.Bench;

/// <summary>Medians of the work and of its baseline, timed in turn so that a busy machine slows both alike.</summary>
internal sealed record Comparison(TimeSpan Work, TimeSpan Baseline, int Runs)
{
    /// <summary>Work over baseline in each run, lowest first: how far the ratio strays.</summary>
    public IReadOnlyList<double> Ratios { get; private init; } = [];

    public static Comparison Of(int runs, Action work, Action baseline, int warmUps = 1)
    {
        for (int i = 0; i < warmUps; i++)
        {
            work();
            baseline();
        }
        TimeSpan[] working = new TimeSpan[runs], standing = new TimeSpan[runs];
        for (int i = 0; i < runs; i++)
        {
            standing[i] = Time(baseline);
            working[i] = Time(work);
        }
        double[] ratios = [.. working.Zip(standing, (one, other) => one / other).Order()];
        return new Comparison(Median(working), Median(standing), runs) { Ratios = ratios };
    }

    private static TimeSpan Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }

    private static TimeSpan Median(TimeSpan[] times)
    {
        Array.Sort(times);
        return (times[(times.Length - 1) / 2] + times[times.Length / 2]) / 2;
    }
}
