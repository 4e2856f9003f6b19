namespace Ucam.Metrics;

/// <summary>Selection with guaranteed risk (Geifman and El-Yaniv 2017, algorithm 1), for losses of 0 and 1.</summary>
internal static class SelectiveRisk
{
    /// <summary>
    /// Looks for the lowest threshold whose risk can be promised: a binary search over the ordered confidences in ⌈log₂ n⌉ steps, each of
    /// which tests the questions of at least a confidence by the bound of Clopper and Pearson at δ/⌈log₂ n⌉, a union over the steps. Equal
    /// confidences are answered together. The paper takes the thresholds that are visited as given, though they follow from the questions;
    /// <see cref="LearnThenTest"/> asks for less and promises more coverage.
    /// </summary>
    /// <param name="confidence">One finite value a calibration question, higher is surer.</param>
    /// <param name="loss">1 for wrong, 0 for right.</param>
    /// <param name="risk">The risk to be promised, in (0,1).</param>
    /// <param name="delta">How often the promise may fail, in (0,1).</param>
    /// <returns>The lowest threshold visited whose bound is at most the risk, or none.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a loss is neither 0 nor 1, or another value is out of range.</exception>
    public static GuaranteedRisk Sgr(ReadOnlySpan<double> confidence, ReadOnlySpan<double> loss, double risk, double delta)
    {
        var questions = new AnsweredLoss(confidence, loss);
        RiskTest.Check(LossKind.ZeroOne, loss, risk, delta);
        GuaranteedRisk best = GuaranteedRisk.None(risk, delta, questions.Questions);
        if (questions.Questions == 0) return best;
        int steps = Math.Max(1, (int)Math.Ceiling(Math.Log2(questions.Questions)));
        // Places from the most confident: the first is taken for promised until a step is left to test it, the place after the last for refused.
        int promised = questions.Questions > 1 ? 1 : 0, refused = questions.Questions + 1;
        for (int step = 0; step < steps; step++)
        {
            int place = (promised + refused) / 2;
            double threshold = questions.Confidence(place);
            (int count, double wrong) = questions.From(threshold);
            double bound = BinomialTail.UpperBound((int)wrong, count, delta / steps);
            if (bound > risk)
            {
                refused = place;
                continue;
            }
            promised = place;
            best = best with { Threshold = threshold, Coverage = (double)count / questions.Questions, Risk = wrong / count, Bound = bound };
        }
        return best;
    }
}
