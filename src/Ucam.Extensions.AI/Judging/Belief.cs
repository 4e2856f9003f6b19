namespace Ucam.Extensions.AI.Judging;

/// <summary>What a call says of each meaning: probabilities where the client tells them, else 1 for its own answer.</summary>
/// <param name="Shares">By meaning; −1 is no answer. They add up to 1, with what is not told as meanings of its own below −1.</param>
/// <param name="Own">The meaning of its own answer.</param>
/// <param name="IsTold">Whether they are probabilities that the client told.</param>
internal sealed record Belief(IReadOnlyDictionary<int, double> Shares, int Own, bool IsTold)
{
    /// <summary>No answer: a refusal, or nothing.</summary>
    public const int NoAnswer = -1;

    // What the alternatives leave is spread over answers that nobody named.
    private const int Rest = -2;

    /// <summary>The probability of a meaning.</summary>
    public double Of(int meaning) => Shares.GetValueOrDefault(meaning);

    /// <summary>Its entropy, nats.</summary>
    public double Entropy => EntropyOf(Shares.Values);

    /// <summary>The probability of its most probable meaning less that of the next.</summary>
    public double Margin => Shares.Values.OrderDescending().Take(2).ToArray() is var best && best.Length > 1 ? best[0] - best[1] : best[0];

    /// <summary>−Σ p ln p, nats, of shares that add up to 1.</summary>
    public static double EntropyOf(IEnumerable<double> shares) => Math.Max(0, -shares.Where(p => p > 0).Sum(p => p * Math.Log(p)));

    /// <summary>The mean of several.</summary>
    public static Belief Mean(IReadOnlyList<Belief> beliefs) => new(
        beliefs.SelectMany(belief => belief.Shares).GroupBy(share => share.Key).ToDictionary(g => g.Key, g => g.Sum(s => s.Value) / beliefs.Count),
        beliefs[0].Own, beliefs.Any(belief => belief.IsTold));

    /// <summary>How far several lie apart: the entropy of their mean less the mean of their entropies (mutual information), nats.</summary>
    public static double Spread(IReadOnlyList<Belief> beliefs) =>
        beliefs.Count < 2 ? double.NaN : Math.Max(0, Mean(beliefs).Entropy - beliefs.Average(belief => belief.Entropy));

    /// <summary>Of a call that was answered, refused or empty.</summary>
    /// <param name="probe">The call.</param>
    /// <param name="meanings">The meaning of each text.</param>
    public static Belief Of(Probe probe, IReadOnlyDictionary<string, int> meanings)
    {
        int own = probe.Outcome == ProbeOutcome.Answered ? probe.Meaning : NoAnswer;
        if (own < 0 || probe.Likelihood is not { Alternatives.Count: > 0 } told) return new(new Dictionary<int, double> { [own] = 1 }, own, false);
        var shares = new Dictionary<int, double>();
        double all = Math.Max(1, told.Alternatives.Sum(a => a.Value));
        foreach ((string text, double probability) in told.Alternatives)
        {
            int meaning = meanings.GetValueOrDefault(text, NoAnswer);
            shares[meaning] = shares.GetValueOrDefault(meaning) + probability / all;
        }
        double rest = 1 - shares.Values.Sum();
        if (rest > 1e-9) shares[Rest] = rest;
        return new Belief(shares, own, true);
    }
}
