using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace Ucam.Studies.Comparison;

/// <summary>Works on the cells of a comparison, several at once, one thread each.</summary>
internal static class CellPool
{
    /// <summary>Works on every piece, in order as far as workers are free.</summary>
    /// <param name="pieces">The work.</param>
    /// <param name="workers">Pieces at once, ≥ 1.</param>
    /// <param name="run">Does one; called from several threads.</param>
    /// <param name="cancel">Stops all.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>What one piece throws stops the others and is thrown on.</remarks>
    public static void Run<T>(IReadOnlyList<T> pieces, int workers, Action<T, CancellationToken> run, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var left = new ConcurrentQueue<T>(pieces);
        int threads = get_num_threads();
        set_num_threads(1);
        try
        {
            Task[] tasks = [.. Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(() => Work(left, run, stop),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            Wait(tasks);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static void Work<T>(ConcurrentQueue<T> left, Action<T, CancellationToken> run, CancellationTokenSource stop)
    {
        try
        {
            while (left.TryDequeue(out T? piece))
            {
                stop.Token.ThrowIfCancellationRequested();
                run(piece, stop.Token);
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    // The failure that stopped the others counts, not their being stopped.
    private static void Wait(Task[] tasks)
    {
        try
        {
            Task.WaitAll(tasks);
        }
        catch (AggregateException e)
        {
            Exception first = e.InnerExceptions.FirstOrDefault(i => i is not OperationCanceledException) ?? e.InnerExceptions[0];
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }
}
