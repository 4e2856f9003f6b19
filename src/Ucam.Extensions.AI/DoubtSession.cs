using Microsoft.Extensions.AI;
using Ucam.Extensions.AI.Calls;
using Ucam.Extensions.AI.Judging;
using Ucam.Extensions.AI.Maps;
using Ucam.Extensions.AI.Probing;
using Ucam.Vqa;

namespace Ucam.Extensions.AI;

/// <summary>The calls around one answer, and what they tell of it.</summary>
internal sealed class DoubtSession(Conversation asked, DoubtOptions how, ChatOptions? options, Caller caller)
{
    private readonly ProgressMeter _meter = new(how.Progress, "chat", "calls", how.CallsPerAnswer, time: how.Time);
    private int _done;

    /// <summary>Makes them.</summary>
    /// <param name="answer">The answer itself.</param>
    /// <param name="cancel">Ends it between two calls.</param>
    public async Task<ChatDoubt> Run(CallResult answer, CancellationToken cancel)
    {
        Count();
        bool isAnswered = answer.Outcome == ProbeOutcome.Answered;
        bool isChanged = how.PictureChanges + how.BlindCalls > 0 || how.Map is not null;
        AskedPicture shown = isAnswered && isChanged ? AskedPicture.Of(asked) : AskedPicture.None;
        IReadOnlyList<PlannedProbe> plan = isAnswered ? ProbePlan.Of(asked, shown.Picture, how, options) : [];
        CallResult[] results = await All(plan.Select(probe => (probe.Messages, probe.Options)), cancel).ConfigureAwait(false);
        Probe[] probes = [Told(ProbeKind.Answer, "", answer), .. plan.Zip(results, (probe, result) => Told(probe.Kind, probe.Variation, result))];
        IReadOnlyDictionary<string, int> meanings = await Meanings(probes, cancel).ConfigureAwait(false);
        probes = [.. probes.Select(probe => probe with { Meaning = Meaning(probe, meanings) })];
        var read = new ChatProbes(probes, meanings);
        IReadOnlyDictionary<string, double> signals = isAnswered ? ChatSignals.Of(read) : new Dictionary<string, double>();
        (ActivationMap? map, CallResult[] covered) = isAnswered ? await Map(shown.Picture, probes[0], cancel).ConfigureAwait(false) : (null, []);
        return new ChatDoubt
        {
            Question = asked.Question,
            Text = probes[0].Text,
            Certainty = isAnswered ? ChatCertainty.Judge(how.Estimator, signals) : AnswerCertainty.Unknown("the model gave no answer"),
            SemanticEntropy = Signal("semantic-entropy"),
            PictureDoubt = Signal("picture-doubt"),
            WordingDoubt = Signal("wording-doubt"),
            BlankProbability = Signal("blank-probability"),
            AnswerProbability = Signal("answer-probability"),
            Meanings = [.. read.Meanings(meanings).Select(meaning => new AnswerCandidate(meaning.Text, meaning.Share))],
            Signals = signals,
            Probes = probes,
            Map = map,
            Cost = caller.Cost,
            Note = InOne(shown.Note, Missing([.. probes.Select(probe => probe.Outcome), .. covered.Select(result => result.Outcome)])),
        };
        static string? InOne(params string?[] notes) => notes.Any(note => note is not null) ? string.Join("; ", notes.OfType<string>()) : null;
        double Signal(string name) => signals.GetValueOrDefault(name, double.NaN);
    }

    private async Task<CallResult[]> All(IEnumerable<(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)> calls, CancellationToken cancel)
    {
        async Task<CallResult> Made((IReadOnlyList<ChatMessage> Messages, ChatOptions Options) call)
        {
            CallResult result = await caller.Call(call.Messages, call.Options, cancel).ConfigureAwait(false);
            Count();
            return result;
        }
        return await Task.WhenAll([.. calls.Select(Made)]).ConfigureAwait(false);
    }

    private void Count()
    {
        lock (_meter) _meter.Add(1, ++_done, 1);
    }

    private Probe Told(ProbeKind kind, string variation, CallResult result) => new(kind, variation, result.Outcome, result.Response?.Text ?? "", -1)
    {
        Likelihood = result.Response is { } response && result.Outcome == ProbeOutcome.Answered ? how.Likelihood?.Invoke(response) : null,
        Problem = result.Problem is { } problem ? ControlText.Shown(problem.Message, "") : null,
    };

    // Of all texts at once, so that an alternative and an answer that mean the same are one; the answer's own is the first.
    private async Task<IReadOnlyDictionary<string, int>> Meanings(IReadOnlyList<Probe> probes, CancellationToken cancel)
    {
        string[] texts = [.. probes.Where(probe => probe.Outcome == ProbeOutcome.Answered).Select(probe => probe.Text)
            .Concat(probes.SelectMany(probe => (probe.Likelihood?.Alternatives ?? []).Select(other => other.Key)))
            .Where(text => !string.IsNullOrWhiteSpace(text)).Distinct(StringComparer.Ordinal)];
        if (texts.Length == 0) return new Dictionary<string, int>();
        IReadOnlyList<int> groups = await how.Meaning.GroupAsync(asked.Question, texts, cancel).ConfigureAwait(false);
        return texts.Zip(groups).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    private static int Meaning(Probe probe, IReadOnlyDictionary<string, int> meanings) =>
        probe.Outcome == ProbeOutcome.Answered ? meanings[probe.Text] : Belief.NoAnswer;

    private async Task<(ActivationMap? Map, CallResult[] Calls)> Map(Picture? shown, Probe answer, CancellationToken cancel)
    {
        if (how.Map is not { } wanted || shown is not { } picture) return (null, []);
        ChatOptions greedy = ProbePlan.With(options, how, 0, 0);
        IReadOnlyList<Cover> covers = Cover.All(wanted, picture, how.Seed);
        CallResult[] results = await All(covers.Select(cover => (asked.Showing(cover.Over(picture, wanted.Fill)), greedy)), cancel)
            .ConfigureAwait(false);
        Probe[] probes = [.. results.Select(result => Told(ProbeKind.PictureChange, "covered", result))];
        IReadOnlyDictionary<string, int> meanings = await Meanings([answer, .. probes], cancel).ConfigureAwait(false);
        int own = meanings[answer.Text];
        double Score(Probe probe) => probe.Outcome is ProbeOutcome.Answered or ProbeOutcome.Refused or ProbeOutcome.Empty
            ? Held(Belief.Of(probe with { Meaning = Meaning(probe, meanings) }, meanings), own) : double.NaN;
        double whole = Held(Belief.Of(answer with { Meaning = own }, meanings), own);
        return (CoveredMap.Of(wanted.Kind, covers, [.. probes.Select(Score)], whole)?.ToMap(), results);
    }

    // On the scale of log-odds, on which a sure answer's fall shows too.
    private static double Held(Belief belief, int own)
    {
        const double least = 1e-4;
        double p = belief.Of(own);
        return belief.IsTold ? Math.Log(Math.Max(p, least) / Math.Max(1 - p, least)) : p;
    }

    private static string? Missing(IReadOnlyList<ProbeOutcome> outcomes)
    {
        (ProbeOutcome Outcome, string Words)[] kinds =
        [
            (ProbeOutcome.NotMade, "not made, since the budget was spent"), (ProbeOutcome.RateLimited, "turned away"),
            (ProbeOutcome.TimedOut, "too late"), (ProbeOutcome.Failed, "failed"), (ProbeOutcome.Refused, "refused"), (ProbeOutcome.Empty, "empty"),
        ];
        string[] missing = [.. kinds.Select(kind => (kind.Words, Count: outcomes.Count(o => o == kind.Outcome))).Where(kind => kind.Count > 0)
            .Select(kind => $"{kind.Count} {kind.Words}")];
        return missing.Length == 0 ? null : $"of {outcomes.Count} calls {string.Join("; ", missing)}";
    }
}
