namespace Ucam.Metrics;

/// <summary>
/// Effective reliability Φ_c (Whitehead, Petryk, Shakib, Gonzalez, Darrell, Rohrbach and Rohrbach 2022): an answer brings its
/// accuracy, one without any costs c, no answer brings 0; the mean over questions.
/// </summary>
internal static class EffectiveReliability
{
    /// <summary>Φ_c where questions of at least a confidence are answered.</summary>
    /// <param name="confidence">One finite value a question, higher is surer.</param>
    /// <param name="accuracy">One accuracy a question, in [0,1].</param>
    /// <param name="cost">c of an answer that is wholly wrong, ≥ 0 and finite.</param>
    /// <param name="threshold">Null to answer nothing.</param>
    /// <returns>In [−c, 1]; NaN for no questions.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a value is out of range.</exception>
    public static double At(ReadOnlySpan<double> confidence, ReadOnlySpan<double> accuracy, double cost, double? threshold)
    {
        AnsweredLoss questions = Losses(confidence, accuracy, cost);
        return questions.Questions == 0 ? double.NaN : Reliability(questions, threshold is double limit ? questions.From(limit).Loss : 0);
    }

    /// <summary>The threshold with the largest Φ_c, to be chosen on validation questions; of equal ones the highest.</summary>
    /// <param name="confidence">One finite value a question, higher is surer.</param>
    /// <param name="accuracy">One accuracy a question, in [0,1].</param>
    /// <param name="cost">c of an answer that is wholly wrong, ≥ 0 and finite.</param>
    /// <returns>The threshold, null where it is best to answer nothing, and its Φ_c ≥ 0 (NaN for no questions).</returns>
    /// <exception cref="ArgumentException">The lengths differ or a value is out of range.</exception>
    public static (double? Threshold, double Reliability) Best(ReadOnlySpan<double> confidence, ReadOnlySpan<double> accuracy, double cost)
    {
        AnsweredLoss questions = Losses(confidence, accuracy, cost);
        (double? threshold, double least) = (null, 0);
        foreach ((double limit, _, double loss) in questions.Steps())
            if (loss < least) (threshold, least) = (limit, loss);
        return (threshold, questions.Questions == 0 ? double.NaN : Reliability(questions, least));
    }

    private static double Reliability(AnsweredLoss questions, double loss) => loss == 0 ? 0 : -loss / questions.Questions;

    private static AnsweredLoss Losses(ReadOnlySpan<double> confidence, ReadOnlySpan<double> accuracy, double cost)
    {
        MetricInput.Share(accuracy, nameof(accuracy));
        if (!(cost >= 0 && double.IsFinite(cost))) throw new ArgumentOutOfRangeException(nameof(cost), cost, "A cost is finite and not negative.");
        var loss = new double[accuracy.Length];
        for (int i = 0; i < loss.Length; i++) loss[i] = accuracy[i] > 0 ? -accuracy[i] : cost;
        return new AnsweredLoss(confidence, loss);
    }
}
