namespace Ucam.Web.Hosting;

/// <summary>So many questions are worked on at once, and so many wait; one more is refused at once rather than answered late.</summary>
internal sealed class AskQueue(int workers, int waiting) : IDisposable
{
    private readonly SemaphoreSlim _workers = new(workers);
    private int _inside;

    /// <summary>Questions inside, those that wait among them.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Runs work on another thread when a worker is free.</summary>
    /// <exception cref="BusyException">Too many wait.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<T> Run<T>(Func<T> work, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _inside) > workers + waiting)
        {
            Interlocked.Decrement(ref _inside);
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

    public void Dispose() => _workers.Dispose();
}

/// <summary>Too many questions wait.</summary>
internal sealed class BusyException() : Exception("Too many questions wait; ask again in a moment.");
