namespace Ucam.Metrics;

/// <summary>
/// Learn then test (Angelopoulos, Bates, Candès, Jordan and Lei 2021) for the risk of what is answered: thresholds are tested in a fixed
/// sequence, the strictest first, each at the whole level δ, up to the first that fails.
/// </summary>
internal static class LearnThenTest
{
    /// <summary>
    /// The lowest threshold whose risk can be promised, among confidences of the calibration questions at <see cref="AnsweredCounts"/>. The
    /// promise is exact where risk does not rise with confidence: then the questions above the true threshold are a plain sample, and
    /// those that are answered below it only add to the loss. For confidences that may not be so, give thresholds.
    /// </summary>
    /// <param name="confidence">One finite value a calibration question, higher is surer. Equal ones are answered together.</param>
    /// <param name="loss">One value a question, of the kind given.</param>
    /// <param name="risk">The risk to be promised, in (0,1).</param>
    /// <param name="delta">How often the promise may fail, in (0,1).</param>
    /// <param name="kind">What values the loss can take.</param>
    /// <exception cref="ArgumentException">The lengths differ, a loss is not of its kind, or another value is out of range.</exception>
    public static GuaranteedRisk Threshold(ReadOnlySpan<double> confidence, ReadOnlySpan<double> loss, double risk, double delta,
        LossKind kind = LossKind.ZeroOne)
    {
        var questions = new AnsweredLoss(confidence, loss);
        RiskTest.Check(kind, loss, risk, delta);
        return Test(questions, AnsweredCounts.For(questions.Questions, risk, delta, kind).Select(questions.Confidence), risk, delta, kind);
    }

    /// <summary>
    /// The lowest of given thresholds whose risk can be promised. The promise is exact for any confidences, as long as the thresholds were
    /// chosen without these questions: each test takes the answered questions, which are a plain sample of all that are answered.
    /// </summary>
    /// <param name="confidence">One finite value a calibration question, higher is surer.</param>
    /// <param name="loss">One value a question, of the kind given.</param>
    /// <param name="risk">The risk to be promised, in (0,1).</param>
    /// <param name="delta">How often the promise may fail, in (0,1).</param>
    /// <param name="kind">What values the loss can take.</param>
    /// <param name="thresholds">
    /// In any order. The strictest should be reached by enough questions to pass (see <see cref="AnsweredCounts"/>): a test that fails
    /// ends the search.
    /// </param>
    /// <exception cref="ArgumentException">The lengths differ, a loss is not of its kind, or another value is out of range.</exception>
    public static GuaranteedRisk Threshold(ReadOnlySpan<double> confidence, ReadOnlySpan<double> loss, double risk, double delta, LossKind kind,
        ReadOnlySpan<double> thresholds)
    {
        var questions = new AnsweredLoss(confidence, loss);
        RiskTest.Check(kind, loss, risk, delta);
        MetricInput.Finite(thresholds, nameof(thresholds));
        return Test(questions, thresholds.ToArray().OrderDescending(), risk, delta, kind);
    }

    private static GuaranteedRisk Test(AnsweredLoss questions, IEnumerable<double> thresholds, double risk, double delta, LossKind kind)
    {
        GuaranteedRisk best = GuaranteedRisk.None(risk, delta, questions.Questions);
        foreach (double threshold in thresholds)
        {
            (int Count, double Loss) answered = questions.From(threshold);
            if (RiskTest.PValue(kind, answered, risk) > delta) break;
            best = best with
            {
                Threshold = threshold,
                Coverage = (double)answered.Count / questions.Questions,
                Risk = answered.Loss / answered.Count,
                Bound = Math.Min(risk, RiskTest.UpperBound(kind, answered, delta)),
            };
        }
        return best;
    }
}
