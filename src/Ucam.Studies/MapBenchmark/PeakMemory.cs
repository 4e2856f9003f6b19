using Ucam.Vqa.Training.Steps;

namespace Ucam.Studies.MapBenchmark;

/// <summary>How much a piece of work makes the process's resident memory grow, looked at every few milliseconds.</summary>
internal static class PeakMemory
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    /// <summary>Megabytes (2²⁰ bytes) at the peak above what was there before.</summary>
    public static double Of(Action work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        NativeBlocks.Release();
        long before = Environment.WorkingSet, peak = before;
        using var done = new ManualResetEventSlim();
        var watch = new Thread(() =>
        {
            do peak = Math.Max(peak, Environment.WorkingSet);
            while (!done.Wait(Interval));
        })
        { IsBackground = true };
        watch.Start();
        try
        {
            work();
        }
        finally
        {
            done.Set();
            watch.Join();
        }
        return Math.Max(peak, Environment.WorkingSet) - before >> 20;
    }
}
