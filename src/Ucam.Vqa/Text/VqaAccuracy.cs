using Ucam.Metrics;

namespace Ucam.Vqa.Text;

/// <summary>
/// The accuracy of the VQA challenge (Antol et al. 2015): min(matching people / 3, 1), averaged over leaving each person out.
/// For m of n people agreeing this is (m·min((m−1)/3, 1) + (n−m)·min(m/3, 1)) / n.
/// </summary>
internal static class VqaAccuracy
{
    private const int Needed = 3;
    private const int People = 10;
    private const double Tolerance = 1e-6;
    private const double LeastRight = 0.85;

    /// <summary>
    /// Whether an accuracy counts as right where only right or wrong can be said: three of ten people agree, which is full marks by
    /// min(n/3, 1) and 0.9 after averaging over those left out; two who agree give 0.6.
    /// </summary>
    public static bool IsRight(double accuracy) => accuracy >= LeastRight;

    /// <summary>
    /// Accuracy of an answer against what people said. Both sides are always normalised, which is what the official
    /// script is meant to do; <see cref="OfficialVqaAccuracy"/> does exactly what it does.
    /// </summary>
    /// <param name="answer">The given answer.</param>
    /// <param name="humanAnswers">What each person said: ten in VQA, at least one. With fewer than four, all others must agree for 1; with one,
    /// equality counts.</param>
    /// <returns>In [0,1].</returns>
    /// <exception cref="ArgumentException">There is no human answer.</exception>
    public static double Score(string answer, IReadOnlyList<string> humanAnswers)
    {
        ArgumentNullException.ThrowIfNull(humanAnswers);
        string given = AnswerNormalizer.Normalize(answer);
        return Score(humanAnswers.Count(human => AnswerNormalizer.Normalize(human) == given), humanAnswers.Count);
    }

    /// <summary>Accuracy of an answer that a number of people gave.</summary>
    /// <param name="matching">How many gave it, 0 ≤ matching ≤ people.</param>
    /// <param name="people">How many were asked, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static double Score(int matching, int people)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(matching);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(matching, people);
        if (people == 1) return matching;
        double needed = Math.Min(Needed, people - 1);
        double left = matching == 0 ? 0 : matching * Math.Min((matching - 1) / needed, 1);
        return (left + (people - matching) * Math.Min(matching / needed, 1)) / people;
    }

    /// <summary>
    /// Expected accuracy of an answer when ten people draw theirs independently: leaving any one out leaves nine draws, so it is
    /// E[min(M/3, 1)] with M ~ Binomial(9, p).
    /// </summary>
    /// <param name="distribution">Probability of each answer, summing to 1; answers that normalise to the same text are added.</param>
    /// <param name="answer">The given answer.</param>
    /// <returns>In [0,1].</returns>
    /// <exception cref="ArgumentException">The probabilities are outside [0,1] or do not sum to 1.</exception>
    public static double Expected(IReadOnlyDictionary<string, double> distribution, string answer) =>
        Expected(Normalized(distribution).GetValueOrDefault(AnswerNormalizer.Normalize(answer)));

    /// <summary>The highest expected accuracy of any answer: that of the most probable one.</summary>
    /// <exception cref="ArgumentException">The probabilities are outside [0,1] or do not sum to 1.</exception>
    public static double BestAttainable(IReadOnlyDictionary<string, double> distribution) => Expected(Normalized(distribution).Values.Max());

    /// <summary>Expected accuracy of an answer that each of ten people gives with probability <paramref name="probability"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0,1].</exception>
    public static double Expected(double probability)
    {
        if (!(probability is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0,1].");
        const int others = People - 1;
        double miss = 1 - probability;
        double none = Math.Pow(miss, others), one = others * probability * Math.Pow(miss, others - 1);
        double two = others * (others - 1) / 2.0 * probability * probability * Math.Pow(miss, others - 2);
        return Math.Clamp(1 - none - one * 2 / Needed - two / Needed, 0, 1);
    }

    private static Dictionary<string, double> Normalized(IReadOnlyDictionary<string, double> distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        double[] values = [.. distribution.Values];
        MetricInput.Share(values, nameof(distribution));
        if (Math.Abs(values.Sum() - 1) > Tolerance)
            throw new ArgumentException($"The probabilities sum to {values.Sum()}, not to 1.", nameof(distribution));
        return Merged(distribution);
    }

    /// <summary>The distribution over normalised answers: those that normalise to the same text are added.</summary>
    internal static Dictionary<string, double> Merged(IReadOnlyDictionary<string, double> distribution) =>
        distribution.GroupBy(pair => AnswerNormalizer.Normalize(pair.Key), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => Math.Min(1, group.Sum(pair => pair.Value)), StringComparer.Ordinal);
}
