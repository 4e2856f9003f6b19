using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;
using Ucam.Extensions.AI.Calls;
using Ucam.Extensions.AI.Probing;

namespace Ucam.Extensions.AI;

/// <summary>
/// A chat client that tells of each answer how far it can be trusted, by further calls alone: <see cref="ChatDoubt.Of"/> reads it off the response,
/// which is otherwise the inner client's. What streams passes through without. Safe to use from several threads.
/// </summary>
public sealed class DoubtChatClient : DelegatingChatClient
{
    private readonly Lock _gate = new();
    private ChatCost _spent = new(0, 0, 0, 0);

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">The client that answers; disposed with this one.</param>
    /// <param name="options">How doubt is found.</param>
    /// <exception cref="UcamException">An option is out of range.</exception>
    public DoubtChatClient(IChatClient innerClient, DoubtOptions? options = null) : base(innerClient)
    {
        Options = options ?? new DoubtOptions();
        Settings.Check(Options);
    }

    /// <summary>How doubt is found.</summary>
    public DoubtOptions Options { get; }

    /// <summary>What all answers so far cost; their seconds are added up.</summary>
    public ChatCost Spent
    {
        get
        {
            lock (_gate) return _spent;
        }
    }

    /// <summary>What so many answers will cost: calls at most, tokens and seconds by those so far (0 before the first).</summary>
    /// <param name="answers">Answers, ≥ 0.</param>
    public ChatCost Estimate(int answers = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(answers);
        ChatCost spent = Spent;
        int calls = (int)Math.Min((long)answers * Options.CallsPerAnswer, Options.Budget?.CallsLeft ?? int.MaxValue);
        double each = spent.Calls == 0 ? 0 : calls / (double)spent.Calls;
        return new ChatCost(calls, (long)(each * spent.InputTokens), (long)(each * spent.OutputTokens), each * spent.Seconds);
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetSpentException">The budget is spent.</exception>
    /// <exception cref="TimeoutException">The answer itself took too long.</exception>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var asked = new Conversation([.. messages]);
        CallBudget[] budgets = [.. new[] { Options.MostCalls is { } most ? new CallBudget(most) : null, Options.Budget }.OfType<CallBudget>()];
        using var caller = new Caller(InnerClient, Options.Manners, budgets);
        try
        {
            CallResult answer = await caller.Call(asked.Messages, Prepared(options), cancellationToken).ConfigureAwait(false);
            ChatResponse response = answer.Response ?? throw Failure(answer);
            // What calls a function or has no question is not an answer yet.
            if (asked.Question.Length == 0 || response.Messages.Any(message => message.Contents.Any(content => content is FunctionCallContent)))
                return response;
            ChatDoubt doubt = await new DoubtSession(asked, Options, options, caller).Run(answer, cancellationToken).ConfigureAwait(false);
            (response.AdditionalProperties ??= [])[ChatDoubt.Key] = doubt;
            return response;
        }
        finally
        {
            Add(caller.Cost);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetSpentException">The budget is spent.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages,
        ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long? held = Options.Budget?.TryTake();
        if (Options.Budget is not null && held is null) throw Spoken(Options.Budget);
        long? tokens = null;
        try
        {
            await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
            {
                foreach (UsageContent usage in update.Contents.OfType<UsageContent>()) tokens = (tokens ?? 0) + usage.Details.TotalTokenCount;
                yield return update;
            }
        }
        finally
        {
            Options.Budget?.Settle(held!.Value, tokens);
            Add(new ChatCost(1, 0, 0, 0));
        }
    }

    /// <summary>The doubt of a response that is there already, without asking for it again.</summary>
    internal async Task<ChatDoubt> Doubt(IReadOnlyList<ChatMessage> messages, ChatResponse response, CancellationToken cancel)
    {
        CallBudget[] budgets = Options.Budget is { } budget ? [budget] : [];
        using var caller = new Caller(InnerClient, Options.Manners, budgets);
        try
        {
            return await new DoubtSession(new Conversation(messages), Options, null, caller).Run(CallResult.Of(response), cancel)
                .ConfigureAwait(false);
        }
        finally
        {
            Add(caller.Cost);
        }
    }

    private ChatOptions? Prepared(ChatOptions? options)
    {
        if (Options.Prepare is null) return options;
        ChatOptions own = options?.Clone() ?? new ChatOptions();
        Options.Prepare(own);
        return own;
    }

    private Exception Failure(CallResult answer)
    {
        if (answer.Outcome == ProbeOutcome.NotMade) return Spoken(Options.Budget!);
        if (answer.Outcome == ProbeOutcome.TimedOut)
            return new TimeoutException($"The model gave no answer within {Options.CallSeconds:0.###} s.", answer.Problem);
        ExceptionDispatchInfo.Throw(answer.Problem!);
        return answer.Problem!;
    }

    private static BudgetSpentException Spoken(CallBudget budget) =>
        new($"The budget is spent: {budget.Calls} calls and {budget.Tokens} tokens were made of "
            + $"{(budget.MostCalls is { } calls ? $"{calls} calls" : "any number of calls")} and "
            + $"{(budget.MostTokens is { } tokens ? $"{tokens} tokens" : "any number of tokens")}.");

    private void Add(ChatCost cost)
    {
        lock (_gate)
            _spent = new ChatCost(_spent.Calls + cost.Calls, _spent.InputTokens + cost.InputTokens, _spent.OutputTokens + cost.OutputTokens,
                _spent.Seconds + cost.Seconds);
    }
}
