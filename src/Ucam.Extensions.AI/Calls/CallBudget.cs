namespace Ucam.Extensions.AI;

/// <summary>
/// So many calls and tokens and no more, for one answer or for all that share it. A call is made only where it fits in whole: its tokens are
/// taken beforehand at what a call may take at most, and given back once it is known what it took. Safe to use from several threads.
/// </summary>
public sealed class CallBudget
{
    private readonly Lock _gate = new();
    private long _tokens, _reserved, _largest;
    private int _calls;

    /// <summary>Sets the limits.</summary>
    /// <param name="mostCalls">Calls, ≥ 0, those that are told to come again among them; null for any number.</param>
    /// <param name="mostTokens">Tokens, ≥ 0, of what is sent and what comes back; null for any number.</param>
    /// <param name="tokensPerCall">
    /// The most tokens that one call takes, ≥ 1: needed beside <paramref name="mostTokens"/>, since tokens are known only afterwards. Where the
    /// client does not tell a call's tokens, it counts as this. The limit on tokens is as good as this number.
    /// </param>
    /// <exception cref="UcamException">A number is out of range, or tokens are limited without saying what a call takes.</exception>
    public CallBudget(int? mostCalls = null, long? mostTokens = null, long? tokensPerCall = null)
    {
        if (mostCalls < 0) throw Wrong(nameof(mostCalls), $"is {mostCalls}; it must be at least 0.");
        if (mostTokens < 0) throw Wrong(nameof(mostTokens), $"is {mostTokens}; it must be at least 0.");
        if (tokensPerCall < 1) throw Wrong(nameof(tokensPerCall), $"is {tokensPerCall}; it must be at least 1.");
        if (mostTokens is not null && tokensPerCall is null)
            throw Wrong(nameof(tokensPerCall), "is missing; say how many tokens one call takes at most, since they are known only afterwards.");
        (MostCalls, MostTokens, TokensPerCall) = (mostCalls, mostTokens, tokensPerCall);
    }

    /// <summary>Calls in all; null for any number.</summary>
    public int? MostCalls { get; }

    /// <summary>Tokens in all; null for any number.</summary>
    public long? MostTokens { get; }

    /// <summary>The most tokens of one call; null where they are not limited.</summary>
    public long? TokensPerCall { get; }

    /// <summary>Calls that were made.</summary>
    public int Calls
    {
        get
        {
            lock (_gate) return _calls;
        }
    }

    /// <summary>Tokens that were taken, as the client told them; those of calls under way are not in it yet.</summary>
    public long Tokens
    {
        get
        {
            lock (_gate) return _tokens;
        }
    }

    /// <summary>How many more calls fit, by the limits that there are; null for any number.</summary>
    public int? CallsLeft
    {
        get
        {
            lock (_gate)
            {
                long calls = MostCalls is { } most ? most - _calls : long.MaxValue;
                long tokens = MostTokens is { } all ? Math.Max(0, all - _tokens - _reserved) / Reserve : long.MaxValue;
                return Math.Min(calls, tokens) is var left && left == long.MaxValue ? null : (int)Math.Min(left, int.MaxValue);
            }
        }
    }

    // A client that went beyond what it was said to take may do so again.
    private long Reserve => Math.Max(TokensPerCall ?? 0, _largest);

    /// <summary>Takes one call; how many tokens it holds, or null where it does not fit.</summary>
    internal long? TryTake()
    {
        lock (_gate)
        {
            long reserve = MostTokens is null ? 0 : Reserve;
            if (_calls >= MostCalls || _tokens + _reserved + reserve > MostTokens) return null;
            _calls++;
            _reserved += reserve;
            return reserve;
        }
    }

    /// <summary>Gives back what a call held, for what it took.</summary>
    /// <param name="held">What <see cref="TryTake"/> gave.</param>
    /// <param name="taken">Its tokens; null where they are not known.</param>
    internal void Settle(long held, long? taken)
    {
        lock (_gate)
        {
            _reserved -= held;
            _tokens += taken ?? held;
            _largest = Math.Max(_largest, taken ?? 0);
        }
    }

    /// <summary>Gives a call back that was not made.</summary>
    internal void Return(long held)
    {
        lock (_gate)
        {
            _calls--;
            _reserved -= held;
        }
    }

    private static UcamException Wrong(string field, string what) => new($"{field} {what}") { Field = field };
}

/// <summary>A budget is spent, so that not even the answer itself could be asked for.</summary>
public sealed class BudgetSpentException : UcamException
{
    /// <summary>Says so.</summary>
    /// <param name="message">One line that says which budget.</param>
    public BudgetSpentException(string message) : base(message) { }
}
