using Microsoft.Extensions.AI;

namespace Ucam.Extensions.AI.Calls;

/// <summary>How calls are made.</summary>
/// <param name="Concurrency">At once, ≥ 1.</param>
/// <param name="MostRetries">Times that a call which was told to come again does so, ≥ 0.</param>
/// <param name="Timeout">How long one call may take.</param>
/// <param name="RetryAfter">After how long a failure says to come again; null where it does not.</param>
/// <param name="Time">The clock.</param>
internal sealed record CallManners(int Concurrency, int MostRetries, TimeSpan Timeout, Func<Exception, TimeSpan?> RetryAfter, TimeProvider Time);

/// <summary>Makes the calls of one answer: within every budget, so many at once, waiting where the model says so. Nothing gets lost.</summary>
internal sealed class Caller(IChatClient client, CallManners manners, params IReadOnlyList<CallBudget> budgets) : IDisposable
{
    private readonly SemaphoreSlim _places = new(manners.Concurrency);
    private readonly Lock _gate = new();
    private readonly long _began = manners.Time.GetTimestamp();
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private long _input, _output;
    private int _calls;

    /// <summary>What it came to so far.</summary>
    public ChatCost Cost
    {
        get
        {
            lock (_gate) return new ChatCost(_calls, _input, _output, manners.Time.GetElapsedTime(_began).TotalSeconds);
        }
    }

    /// <summary>Makes a call, again where it is told to; what goes wrong is in the result.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<CallResult> Call(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancel)
    {
        await _places.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            for (int again = 0; ; again++)
            {
                await Wait(cancel).ConfigureAwait(false);
                long?[] held = Take();
                if (held.Length == 0 && budgets.Count > 0) return new CallResult(null, ProbeOutcome.NotMade);
                (CallResult result, TimeSpan? after) = await Once(messages, options, held, cancel).ConfigureAwait(false);
                if (after is not { } wait) return result;
                lock (_gate) _notBefore = Max(_notBefore, manners.Time.GetUtcNow() + wait);
                if (again >= manners.MostRetries) return result;
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    // Who is told to come again speaks for all: the others would be told the same.
    private async Task Wait(CancellationToken cancel)
    {
        while (true)
        {
            DateTimeOffset until;
            lock (_gate) until = _notBefore;
            TimeSpan left = until - manners.Time.GetUtcNow();
            if (left <= TimeSpan.Zero) return;
            await Task.Delay(left, manners.Time, cancel).ConfigureAwait(false);
        }
    }

    private long?[] Take()
    {
        var held = new long?[budgets.Count];
        for (int i = 0; i < held.Length; i++)
        {
            if ((held[i] = budgets[i].TryTake()) is not null) continue;
            for (int j = 0; j < i; j++) budgets[j].Return(held[j]!.Value);
            return [];
        }
        lock (_gate) _calls++;
        return held;
    }

    private async Task<(CallResult Result, TimeSpan? After)> Once(IReadOnlyList<ChatMessage> messages, ChatOptions? options, long?[] held,
        CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(manners.Timeout, manners.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        long? taken = null;
        try
        {
            ChatResponse response = await client.GetResponseAsync(messages, options, stop.Token).WaitAsync(stop.Token).ConfigureAwait(false);
            taken = Count(response.Usage);
            return (CallResult.Of(response), null);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e)
        {
            return (new CallResult(null, ProbeOutcome.TimedOut, e), null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            TimeSpan? after = manners.RetryAfter(e);
            // What is turned away at the door takes no tokens.
            if (after is not null) taken = 0;
            return (new CallResult(null, after is null ? ProbeOutcome.Failed : ProbeOutcome.RateLimited, e), after);
        }
        finally
        {
            for (int i = 0; i < held.Length; i++) budgets[i].Settle(held[i]!.Value, taken);
        }
    }

    private long? Count(UsageDetails? usage)
    {
        if (usage is null) return null;
        lock (_gate)
        {
            _input += usage.InputTokenCount ?? 0;
            _output += usage.OutputTokenCount ?? 0;
        }
        return usage.TotalTokenCount ?? (usage.InputTokenCount is null && usage.OutputTokenCount is null ? null
            : (usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0));
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
