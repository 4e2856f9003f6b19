using System.Runtime.ExceptionServices;

namespace Ucam;

/// <summary>A parallel loop whose first failure reaches the caller as itself, not wrapped in an AggregateException.</summary>
internal static class ParallelLoop
{
    public static void For(int count, Action<int> body)
    {
        try
        {
            Parallel.For(0, count, body);
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
