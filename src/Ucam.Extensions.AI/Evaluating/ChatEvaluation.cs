using Microsoft.Extensions.AI;
using Ucam.Extensions.AI.Evaluating;
using Ucam.Vqa;

namespace Ucam.Extensions.AI;

/// <summary>What a test of a chat model came to.</summary>
/// <param name="Results">A result for each question that was answered, in the set's order; of refusals and empty answers too.</param>
/// <param name="Unanswered">Questions that the budget did not reach, or that got no answer.</param>
/// <param name="Cost">What was asked now; answers that were there already cost nothing again.</param>
public sealed record ChatEvaluation(IReadOnlyList<QuestionResult> Results, int Unanswered, ChatCost Cost)
{
    // Where so many questions in a row get no answer, no more will.
    private const int MostFailures = 5;

    internal IReadOnlyList<AnswerLine> Lines { get; private init; } = [];

    /// <summary>Why the last question that got no answer got none; null where none was left without.</summary>
    public string? Problem { get; private init; }

    /// <summary>Asks a chat model every question of a set and compares its answers with people's, with the figures that models of Ucam get.</summary>
    /// <param name="client">The model; it stays the caller's.</param>
    /// <param name="set">The questions.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told of questions.</param>
    /// <param name="cancel">Ends it between two calls; the answers so far are in the file.</param>
    /// <exception cref="UcamException">An option is out of range, the file is of other answers, or five questions in a row got no answer.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<ChatEvaluation> RunAsync(IChatClient client, IVqaSet set, ChatEvaluationOptions? options = null,
        IProgress<RunProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(set);
        options ??= new ChatEvaluationOptions();
        // Not disposed, since that would dispose the caller's.
        var doubting = new DoubtChatClient(client, options.Doubt);
        using AnswersJournal? journal = options.AnswersFile is { } path ? AnswersJournal.Open(path, Header(set, options)) : null;
        Dictionary<long, AnswerLine> known = journal?.Known ?? [];
        var meter = new ProgressMeter(progress, "chat", "questions", set.Items.Count, time: options.Doubt.Time);
        int failures = 0, done = 0;
        string? problem = null;
        foreach (VqaItem item in set.Items)
        {
            cancel.ThrowIfCancellationRequested();
            if (!known.TryGetValue(item.QuestionId, out AnswerLine? line) || !line.IsSaid)
            {
                if (options.Doubt.Budget?.CallsLeft < options.Doubt.CallsPerAnswer) break;
                line = await Ask(doubting, set, item, options, cancel).ConfigureAwait(false);
                if (journal is null) known[item.QuestionId] = line;
                else journal.Add(line);
                failures = line.IsSaid ? 0 : failures + 1;
                if (!line.IsSaid) problem = InOneLine(line.Note ?? "");
                if (failures == MostFailures) throw new UcamException($"{MostFailures} questions in a row got no answer ({problem}).");
            }
            meter.Add(1, ++done, 1);
        }
        return Of(set, known, options, doubting.Spent) with { Problem = problem };
    }

    private static string InOneLine(string text) =>
        ControlText.Shown(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), "");

    /// <summary>Fits how likely an answer is right on these, by their accuracy.</summary>
    /// <param name="seed">Drives the folds of the cross-validation that chooses the penalty.</param>
    /// <exception cref="UcamException">There are fewer than 50 answers with people's answers, or all are right or all wrong.</exception>
    public CertaintyEstimator Fit(int seed = 1)
    {
        (QuestionResult Result, AnswerLine Line)[] known = [.. Results.Zip(Lines).Where(pair => double.IsFinite(pair.First.Accuracy)
            && pair.Second.Signals.Count > 0)];
        return ChatCertainty.Fit([.. known.Select(pair => pair.Line.Signals)], [.. known.Select(pair => pair.Result.Accuracy)],
            [.. known.Select(pair => pair.Result.ImageId)], seed);
    }

    private static ChatEvaluation Of(IVqaSet set, Dictionary<long, AnswerLine> known, ChatEvaluationOptions options, ChatCost cost)
    {
        (VqaItem Item, AnswerLine Line)[] said = [.. set.Items.Where(item => known.GetValueOrDefault(item.QuestionId) is { IsSaid: true })
            .Select(item => (item, known[item.QuestionId]))];
        return new ChatEvaluation([.. said.Select(s => ChatScorer.Score(s.Item, s.Line, options.Doubt))], set.Items.Count - said.Length, cost)
        { Lines = [.. said.Select(s => s.Line)] };
    }

    private static async Task<AnswerLine> Ask(DoubtChatClient client, IVqaSet set, VqaItem item, ChatEvaluationOptions options,
        CancellationToken cancel)
    {
        var asked = new ChatMessage(ChatRole.User,
            [new TextContent(item.Question), new DataContent(set.LoadPicture(item.Picture).EncodePng(), "image/png")]);
        ChatMessage[] messages = options.Instruction.Length == 0 ? [asked] : [new ChatMessage(ChatRole.System, options.Instruction), asked];
        ChatCost before = client.Spent;
        try
        {
            ChatResponse response = await client.GetResponseAsync(messages, options.Chat.Clone(), cancel).ConfigureAwait(false);
            return ChatDoubt.Of(response) is { } doubt ? AnswerLine.Of(item.QuestionId, doubt)
                : Nothing(ProbeOutcome.Failed, "it called a function");
        }
        catch (Exception e) when (e is not (OperationCanceledException or UcamException or OutOfMemoryException))
        {
            return Nothing(e is TimeoutException ? ProbeOutcome.TimedOut : ProbeOutcome.Failed, e.Message);
        }
        AnswerLine Nothing(ProbeOutcome outcome, string why) => new(item.QuestionId, "", outcome, [], new Dictionary<string, double>(),
            new ChatCost(client.Spent.Calls - before.Calls, 0, 0, 0), why);
    }

    private static AnswersHeader Header(IVqaSet set, ChatEvaluationOptions options)
    {
        DoubtOptions how = options.Doubt;
        return new AnswersHeader(set.Name, options.Model, FormattableString.Invariant($"{how.Samples} samples at {how.Temperature}, ")
            + $"{how.Rewordings} rewordings, {how.PictureChanges} picture changes, {how.BlindCalls} blank, seed {how.Seed}"
            + (how.Likelihood is null ? "" : ", token probabilities"));
    }
}
