namespace Ucam.Extensions.AI.Judging;

/// <summary>The calls around an answer, by what they say of each meaning.</summary>
internal sealed class ChatProbes
{
    private readonly ILookup<ProbeKind, (Probe Probe, Belief Belief)> _byKind;

    /// <summary>Of the calls that tell something.</summary>
    /// <param name="probes">All calls.</param>
    /// <param name="meanings">The meaning of each text, those of alternatives among them.</param>
    public ChatProbes(IReadOnlyList<Probe> probes, IReadOnlyDictionary<string, int> meanings) => _byKind = probes
        .Where(probe => probe.Outcome is ProbeOutcome.Answered or ProbeOutcome.Refused or ProbeOutcome.Empty)
        .ToLookup(probe => probe.Kind, probe => (probe, Belief.Of(probe, meanings)));

    /// <summary>The meaning of the answer itself.</summary>
    public int Answer => _byKind[ProbeKind.Answer].First().Belief.Own;

    /// <summary>The probability that the client told of the answer; NaN where it did not.</summary>
    public double AnswerProbability => _byKind[ProbeKind.Answer].First().Probe.Likelihood is { } told ? Math.Exp(told.LogProbability) : double.NaN;

    /// <summary>Of the samples' meanings, by their probabilities where all are known; NaN without samples.</summary>
    public double SemanticEntropy
    {
        get
        {
            (Probe Probe, Belief Belief)[] samples = [.. _byKind[ProbeKind.Sample]];
            if (samples.Length == 0) return double.NaN;
            return samples.All(s => s.Probe is { Likelihood: not null, Outcome: ProbeOutcome.Answered })
                ? Judging.SemanticEntropy.OfLikelihoods([.. samples.Select(s => (s.Probe.Text, s.Belief.Own, s.Probe.Likelihood!.LogProbability))])
                : Judging.SemanticEntropy.OfCounts([.. samples.Select(s => s.Belief.Own)]);
        }
    }

    /// <summary>How probable the answer is with the picture: as told, else as often as samples said it.</summary>
    public double Seen => OfAnswer(belief => belief.Of(Answer)) is var told && double.IsFinite(told) ? told
        : Mean(ProbeKind.Sample, belief => belief.Own == Answer ? 1 : 0);

    /// <summary>How probable the answer is with a blank picture.</summary>
    public double Blank => Mean(ProbeKind.Blind, belief => belief.Of(Answer));

    /// <summary>Entropy of the answers to a blank picture, nats.</summary>
    public double BlankEntropy =>
        _byKind[ProbeKind.Blind].Any() ? Belief.Mean([.. _byKind[ProbeKind.Blind].Select(p => p.Belief)]).Entropy : double.NaN;

    /// <summary>A figure of what the answer itself says; NaN where the client told no probabilities.</summary>
    public double OfAnswer(Func<Belief, double> figure) =>
        _byKind[ProbeKind.Answer].First().Belief is { IsTold: true } told ? figure(told) : double.NaN;

    /// <summary>A figure's mean over the calls of a kind; NaN where there are none.</summary>
    public double Mean(ProbeKind kind, Func<Belief, double> figure) =>
        _byKind[kind].Any() ? _byKind[kind].Average(probe => figure(probe.Belief)) : double.NaN;

    /// <summary>How far the calls of a kind and the answer itself lie apart, nats; NaN where there are none.</summary>
    public double Spread(ProbeKind kind) => Belief.Spread([.. _byKind[kind].Concat(_byKind[ProbeKind.Answer]).Select(probe => probe.Belief)]);

    /// <summary>How probable each meaning is, the most probable first, with a text that says it; an empty one is no answer.</summary>
    /// <param name="meanings">The meaning of each text.</param>
    public IReadOnlyList<(string Text, double Share)> Meanings(IReadOnlyDictionary<string, int> meanings)
    {
        (Probe Probe, Belief Belief)[] said = [.. _byKind[ProbeKind.Answer], .. _byKind[ProbeKind.Sample]];
        Belief belief = said[0].Belief.IsTold ? said[0].Belief : Belief.Mean([.. said.Select(s => s.Belief with
        { Shares = new Dictionary<int, double> { [s.Belief.Own] = 1 } })]);
        string Text(int meaning) => said.FirstOrDefault(s => s.Belief.Own == meaning && meaning >= 0).Probe?.Text.Trim()
            ?? meanings.FirstOrDefault(text => text.Value == meaning).Key ?? "";
        return [.. belief.Shares.Where(share => share.Key >= Belief.NoAnswer).Select(share => (Text(share.Key), share.Value))
            .OrderByDescending(meaning => meaning.Value)];
    }
}
