using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Ranks;

/// <summary>
/// The processes of a job of Open MPI's. One thread of its own makes all calls, so that what is under way moves on while others compute, and does so
/// in the order in which it was asked for.
/// </summary>
internal sealed class MpiRanks : IRanks, IDisposable
{
    // What moves is looked after at every turn that the processor gives; what takes longer than this is a process that waits for another's work.
    private static readonly TimeSpan Eager = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan AbortPatience = TimeSpan.FromSeconds(5);

    // A count is a C int; a stretch of a gigabyte is well below.
    private const int Stretch = 1 << 28;

    private readonly BlockingCollection<(Action Work, TaskCompletionSource Done)> _asked = [];
    private readonly Thread _thread;
    private MpiLibrary _mpi = null!;
    private int? _abort;

    /// <summary>Joins the job.</summary>
    /// <param name="local">Which of the processes on this machine this is.</param>
    /// <exception cref="UcamException">There is no Open MPI, or it does not start.</exception>
    public MpiRanks(int local)
    {
        Local = local;
        _thread = new Thread(Work) { IsBackground = true, Name = "MPI" };
        _thread.Start();
        Ask(() => _mpi = new MpiLibrary()).Await(CancellationToken.None);
    }

    public int Rank => _mpi.Rank;

    public int Count => _mpi.Size;

    public int Local { get; }

    public TimeSpan Moving { get; private set; }

    public unsafe Task Sum(Tensor numbers)
    {
        bool doubles = numbers.dtype == ScalarType.Float64;
        (nint at, long count, int size) = Place(numbers);
        return Ask(() =>
        {
            long began = Stopwatch.GetTimestamp();
            for (long from = 0; from < count; from += Stretch)
                Follow(_mpi.BeginSum((byte*)at + from * size, (int)Math.Min(Stretch, count - from), doubles));
            Moving += Stopwatch.GetElapsedTime(began);
        });
    }

    public unsafe Task FromLeader(Tensor numbers)
    {
        (nint at, long count, int size) = Place(numbers);
        return Ask(() =>
        {
            for (long from = 0; from < count * size; from += Stretch)
                Follow(_mpi.BeginBroadcast((byte*)at + from, (int)Math.Min(Stretch, count * size - from)));
        });
    }

    public Task Meet() => Ask(() => Follow(_mpi.BeginBarrier()));

    /// <summary>Ends all processes with an exit code, whatever they do.</summary>
    public void Abort(int code)
    {
        _abort = code;
        // A thread that waits for a sum sees the code; one that waits for work gets some.
        Ask(() => _mpi.Abort(code)).Wait(AbortPatience);
    }

    /// <summary>Takes leave of the others, which all must do at their ends.</summary>
    public void Dispose()
    {
        Ask(MpiLibrary.Finish).Await(CancellationToken.None);
        _asked.CompleteAdding();
        _thread.Join();
        _asked.Dispose();
    }

    private Task Ask(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Add((work, done));
        return done.Task;
    }

    private void Work()
    {
        foreach ((Action work, TaskCompletionSource done) in _asked.GetConsumingEnumerable())
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
    }

    private void Follow(nint request)
    {
        long began = Stopwatch.GetTimestamp();
        while (!MpiLibrary.HasEnded(ref request))
        {
            if (_abort is { } code) _mpi.Abort(code);
            if (Stopwatch.GetElapsedTime(began) < Eager) Thread.Yield();
            else Thread.Sleep(1);
        }
    }

    private static unsafe (nint At, long Count, int Size) Place(Tensor numbers)
    {
        int size = (int)numbers.element_size();
        if (numbers.numel() == 0) return (0, 0, size);
        using Tensor flat = numbers.detach().DetachFromDisposeScope();
        using Tensor first = flat.view(-1).narrow(0, 0, 1).DetachFromDisposeScope();
        return ((nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes)), numbers.numel(), size);
    }
}
