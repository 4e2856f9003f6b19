using System.Runtime.ExceptionServices;

namespace Ucam;

/// <summary>A loop on all cores that fails as a plain loop would: with what went wrong, not with a wrapper around it.</summary>
internal static class ParallelLoop
{
    public static void For(int count, Action<int> body, CancellationToken cancel = default)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancel }, body);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
