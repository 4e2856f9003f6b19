using System.Diagnostics.Metrics;

namespace Ucam.Web.Hosting;

/// <summary>So many questions are worked on at once, and so many wait; one more is refused at once rather than answered late.</summary>
internal sealed class AskQueue : IDisposable
{
    private const string QueueTag = "ucam.queue";

    private readonly SemaphoreSlim _workers;
    private readonly Meter _meter = new(Telemetry.Name);
    private readonly Counter<long> _refused;
    private readonly KeyValuePair<string, object?> _tag;
    private readonly int _most;
    private int _inside;

    /// <summary>An empty queue.</summary>
    /// <param name="workers">Questions that are worked on at once.</param>
    /// <param name="waiting">Questions that wait besides.</param>
    /// <param name="name">What it is called in metrics.</param>
    public AskQueue(int workers, int waiting, string name = "ask")
    {
        (_workers, _most, _tag) = (new SemaphoreSlim(workers), workers + waiting, new(QueueTag, name));
        _meter.CreateObservableUpDownCounter("ucam.serve.inside", () => new Measurement<int>(Inside, _tag), "{question}",
            "Questions that are worked on or wait.");
        _refused = _meter.CreateCounter<long>("ucam.serve.refused", "{question}", "Questions that were told to come again.");
    }

    /// <summary>Questions inside, those that wait among them.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Runs work on another thread when a worker is free.</summary>
    /// <exception cref="BusyException">Too many wait.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<T> Run<T>(Func<T> work, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _inside) > _most)
        {
            Interlocked.Decrement(ref _inside);
            _refused.Add(1, _tag);
            throw new BusyException();
        }
        try
        {
            await _workers.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                return await Task.Run(work, cancel).ConfigureAwait(false);
            }
            finally
            {
                _workers.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public void Dispose()
    {
        _meter.Dispose();
        _workers.Dispose();
    }
}

/// <summary>Too many questions wait.</summary>
internal sealed class BusyException() : Exception("Too many questions wait; ask again in a moment.");
