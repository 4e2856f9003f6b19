namespace Ucam;

/// <summary>Samples a second over the last so many seconds. The first step, which warms up, counts only until there is another.</summary>
internal sealed class RecentRate(double seconds)
{
    private const double LeastSeconds = 1e-3;
    private readonly Queue<(double Time, long Done)> _marks = new();
    private long _done;

    /// <summary>The rate; that of before a restart while nothing newer is known.</summary>
    public double PerSecond { get; private set; } = double.NaN;

    /// <summary>Counts samples that were done just now, in seconds since the work began.</summary>
    public void Add(double now, long samples)
    {
        _done += samples;
        if (double.IsNaN(PerSecond)) PerSecond = samples / Math.Max(now, LeastSeconds);
        _marks.Enqueue((now, _done));
        while (_marks.Count > 2 && now - _marks.Peek().Time > seconds) _marks.Dequeue();
        (double time, long done) = _marks.Peek();
        if (_marks.Count > 1) PerSecond = (_done - done) / Math.Max(now - time, LeastSeconds);
    }

    /// <summary>Forgets when samples were done: what follows is timed on its own.</summary>
    public void Restart() => _marks.Clear();
}
