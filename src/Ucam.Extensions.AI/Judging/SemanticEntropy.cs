namespace Ucam.Extensions.AI.Judging;

/// <summary>
/// Semantic entropy: of meanings rather than of texts (Kuhn, Gal and Farquhar, ICLR 2023; Farquhar, Kossen, Kuhn and Gal, Nature 2024). Nats.
/// </summary>
internal static class SemanticEntropy
{
    /// <summary>Of samples by how often each meaning came (the discrete estimate).</summary>
    /// <param name="meanings">The meaning of each sample; at least one.</param>
    public static double OfCounts(IReadOnlyList<int> meanings) =>
        Belief.EntropyOf(meanings.CountBy(meaning => meaning).Select(meaning => meaning.Value / (double)meanings.Count));

    /// <summary>
    /// Of samples whose probabilities are known: each distinct text counts once, by its probability, and a meaning has the sum of its texts', over
    /// that of all (equation 5 of the Nature paper). Exact where every answer that can be was drawn.
    /// </summary>
    /// <param name="samples">Text, meaning and log-probability of each; at least one.</param>
    public static double OfLikelihoods(IReadOnlyList<(string Text, int Meaning, double LogProbability)> samples)
    {
        (int Meaning, double Probability)[] distinct =
            [.. samples.GroupBy(s => s.Text).Select(g => (g.First().Meaning, g.Average(s => Math.Exp(s.LogProbability))))];
        double all = distinct.Sum(text => text.Probability);
        return all <= 0 ? OfCounts([.. samples.Select(s => s.Meaning)])
            : Belief.EntropyOf(distinct.GroupBy(text => text.Meaning).Select(g => g.Sum(text => text.Probability) / all));
    }
}
