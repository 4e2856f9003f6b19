using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Ranks;

/// <summary>
/// The processes that train one network together. All make the same calls in the same order; a call is under way when it returns, and its task
/// ends when all processes have taken part.
/// </summary>
internal interface IRanks
{
    /// <summary>Which of them this is, from 0; the first leads: it alone writes.</summary>
    int Rank { get; }

    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Which of those on this machine this is, from 0.</summary>
    int Local { get; }

    /// <summary>How long sums were under way, those at the same time counted once.</summary>
    TimeSpan Moving { get; }

    /// <summary>Adds numbers up over all processes, in place.</summary>
    /// <param name="numbers">Of 32 or 64 bits, contiguous, on the CPU; not to be touched until the task has ended.</param>
    Task Sum(Tensor numbers);

    /// <summary>Gives all processes the leader's numbers, in place.</summary>
    /// <param name="numbers">Contiguous, on the CPU; not to be touched until the task has ended.</param>
    Task FromLeader(Tensor numbers);

    /// <summary>Ends when all have come here; waiting, however long, leaves the processor to others.</summary>
    Task Meet();
}

/// <summary>One process, which has nobody to tell anything.</summary>
internal sealed class OneRank : IRanks
{
    public static IRanks Only { get; } = new OneRank();

    public int Rank => 0;

    public int Count => 1;

    public int Local => 0;

    public TimeSpan Moving => TimeSpan.Zero;

    public Task Sum(Tensor numbers) => Task.CompletedTask;

    public Task FromLeader(Tensor numbers) => Task.CompletedTask;

    public Task Meet() => Task.CompletedTask;
}
