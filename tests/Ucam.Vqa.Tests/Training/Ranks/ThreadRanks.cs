using Ucam.Vqa.Training.Ranks;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Training.Ranks;

/// <summary>Threads that take the place of processes; a call ends when all have made it.</summary>
internal sealed class ThreadRanks : IRanks
{
    private readonly Barrier _barrier;
    private readonly Tensor[] _given;
    private readonly CancellationToken _broken;

    private ThreadRanks(int rank, (Barrier Barrier, Tensor[] Given) shared, CancellationToken broken)
    {
        (Rank, _barrier, _given, _broken) = (rank, shared.Barrier, shared.Given, broken);
        Count = _given.Length;
    }

    public int Rank { get; }

    public int Count { get; }

    public int Local => Rank;

    public TimeSpan Moving => TimeSpan.FromSeconds(1);

    /// <summary>What the work comes to on each of so many ranks; where one fails, its exception.</summary>
    public static T[] Run<T>(int count, Func<IRanks, T> work)
    {
        using var barrier = new Barrier(count);
        using var broken = new CancellationTokenSource();
        var given = new Tensor[count];
        var outcomes = new T[count];
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, count).Select(rank => new Thread(() =>
        {
            try
            {
                outcomes[rank] = work(new ThreadRanks(rank, (barrier, given), broken.Token));
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, e, null);
                broken.Cancel();
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        return failure is null ? outcomes : throw failure;
    }

    public Task Sum(Tensor numbers) => Together(numbers, given => given.Aggregate((sum, next) => sum + next));

    public Task FromLeader(Tensor numbers) => Together(numbers, given => given[0].clone());

    public Task Meet()
    {
        _barrier.SignalAndWait(_broken);
        return Task.CompletedTask;
    }

    private Task Together(Tensor numbers, Func<Tensor[], Tensor> of)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        _given[Rank] = numbers;
        Meet();
        Tensor outcome = of(_given);
        Meet();
        numbers.copy_(outcome);
        return Meet();
    }
}
