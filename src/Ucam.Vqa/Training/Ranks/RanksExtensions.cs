using System.Text;
using Ucam.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training.Ranks;

/// <summary>What processes that train together say to each other, made of the few calls they have.</summary>
internal static class RanksExtensions
{
    // Another process that was asked to stop as well comes to the same place within a step.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    /// <summary>Whether this process writes and tells of the work.</summary>
    public static bool Leads(this IRanks ranks) => ranks.Rank == 0;

    /// <summary>Whether there are others.</summary>
    public static bool Several(this IRanks ranks) => ranks.Count > 1;

    /// <summary>This process's stretch of a batch of so many samples.</summary>
    public static BatchPart PartOf(this IRanks ranks, int samples) => BatchPart.Of(ranks.Shard(), samples);

    /// <summary>This process's share of pieces that are dealt out in turn.</summary>
    public static Shard Shard(this IRanks ranks) => new(ranks.Rank + 1, ranks.Count);

    /// <summary>Waits for a task; a process that is asked to stop does not wait for one that never comes.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, and the others did not come.</exception>
    public static void Await(this Task task, CancellationToken cancel)
    {
        try
        {
            task.Wait(cancel);
        }
        catch (OperationCanceledException) when (task.Wait(Grace, CancellationToken.None))
        {
            // They came after all.
        }
        catch (AggregateException e) when (e.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
        }
    }

    /// <summary>Sums over all processes, in place; all stop where one is asked to.</summary>
    /// <exception cref="OperationCanceledException">A process was asked to stop.</exception>
    public static void Total(this IRanks ranks, double[] numbers, CancellationToken cancel)
    {
        if (!ranks.Several()) return;
        using Tensor sums = tensor([.. numbers, cancel.IsCancellationRequested ? 1 : 0]).DetachFromDisposeScope();
        ranks.Sum(sums).Await(cancel);
        double[] totals = sums.data<double>().ToArray();
        totals.AsSpan(0, numbers.Length).CopyTo(numbers);
        if (totals[^1] > 0) throw new OperationCanceledException("A process was asked to stop.", cancel);
    }

    /// <summary>Waits until all are here.</summary>
    public static void MeetAll(this IRanks ranks, CancellationToken cancel) => ranks.Meet().Await(cancel);

    /// <summary>Gives all processes the leader's weights, and what else the modules keep.</summary>
    public static void ShareWeights(this IRanks ranks, CancellationToken cancel, params IEnumerable<Module> modules)
    {
        if (!ranks.Several()) return;
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        foreach (Tensor weights in modules.SelectMany(module => module.state_dict().Values))
        {
            Tensor flat = weights.detach().cpu().contiguous().clone();
            ranks.FromLeader(flat).Await(cancel);
            weights.copy_(flat);
        }
    }

    /// <summary>Checks that all processes have the leader's text.</summary>
    /// <exception cref="UcamException">This one has another.</exception>
    public static void Agree(this IRanks ranks, string text, Func<string, string> otherwise, CancellationToken cancel)
    {
        if (!ranks.Several()) return;
        byte[] own = Encoding.UTF8.GetBytes(Padded(text));
        using Tensor leaders = tensor(own).DetachFromDisposeScope();
        ranks.FromLeader(leaders).Await(cancel);
        string theirs = Encoding.UTF8.GetString(leaders.data<byte>().ToArray()).TrimEnd();
        if (theirs != text) throw new UcamException(otherwise(theirs));
    }

    // All texts are equally long, since a process that has another must read as many bytes.
    private static string Padded(string text) => text.PadRight(64);
}
