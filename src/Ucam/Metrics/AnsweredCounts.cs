namespace Ucam.Metrics;

/// <summary>
/// The numbers of answered questions at which a risk is tested in a fixed sequence, chosen without a look at the losses. One failure ends
/// the sequence, so it begins where a good selector is unlikely to fail: at the first number at which one that errs a tenth as often as
/// promised passes with a probability of 0.99. From there each number is larger than the last by a step, down to all questions: fine enough
/// to lose little coverage, coarse enough that chance has few occasions to end the sequence early.
/// </summary>
internal static class AnsweredCounts
{
    private const double GoodSelector = 0.1, Power = 0.99, Step = 1.02;

    /// <summary>The numbers, rising, the last being all questions; empty where not even a faultless selector could pass.</summary>
    /// <param name="questions">Number of calibration questions, ≥ 0.</param>
    /// <param name="risk">The risk to be promised, in (0,1).</param>
    /// <param name="delta">How often the promise may fail, in (0,1).</param>
    /// <param name="kind">What values the loss can take.</param>
    public static IEnumerable<int> For(int questions, double risk, double delta, LossKind kind)
    {
        int fewest = Fewest(risk, delta, kind), first = fewest;
        if (fewest > questions) yield break;
        // With few questions to spare a quarter of them is a start, and with fewer still the least that can pass.
        int latest = Math.Max(fewest, questions / 4);
        while (first < latest && !IsLikelyToPass(first, risk, delta, kind)) first = Next(first, latest);
        for (int count = first; count < questions; count = Next(count, questions)) yield return count;
        yield return questions;
    }

    /// <summary>The smallest number of questions, all right, with which the risk can be promised.</summary>
    public static int Fewest(double risk, double delta, LossKind kind)
    {
        int low = 0, high = 1;
        while (RiskTest.PValue(kind, (high, 0), risk) > delta) (low, high) = (high, high * 2);
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (RiskTest.PValue(kind, (middle, 0), risk) > delta) low = middle;
            else high = middle;
        }
        return high;
    }

    private static int Next(int count, int most) => Math.Min(most, Math.Max(count + 1, (int)(count * Step)));

    private static bool IsLikelyToPass(int count, double risk, double delta, LossKind kind)
    {
        int allowed = 0;
        while (RiskTest.PValue(kind, (count, allowed + 1), risk) <= delta) allowed++;
        return BinomialTail.AtMost(allowed, count, risk * GoodSelector) >= Power;
    }
}
