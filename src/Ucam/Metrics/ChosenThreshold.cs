namespace Ucam.Metrics;

/// <summary>Coverage and risk of questions at a threshold that was chosen on others.</summary>
/// <param name="Threshold">Questions of at least this confidence are answered; null for none.</param>
/// <param name="Coverage">Share answered, in [0,1]; NaN for no questions.</param>
/// <param name="Risk">Mean loss of what is answered; null where nothing is.</param>
/// <param name="Questions">Number of questions.</param>
internal sealed record SelectiveOutcome(double? Threshold, double Coverage, double? Risk, int Questions);

/// <summary>
/// Thresholds chosen on validation questions and used on test questions (as Whitehead et al. 2022 ask for): the risk that is met there is not
/// promised for new questions, as it is by <see cref="LearnThenTest"/>.
/// </summary>
internal static class ChosenThreshold
{
    private const double Rounding = 1e-12;

    /// <summary>The lowest threshold at which the mean loss of what is answered is at most a limit; equal confidences go together.</summary>
    /// <param name="confidence">One finite value a validation question, higher is surer.</param>
    /// <param name="loss">One finite value a question, such as 1 − accuracy.</param>
    /// <param name="risk">The limit, met within 1e-12 for rounding.</param>
    /// <returns>Null where no threshold meets the limit.</returns>
    /// <exception cref="ArgumentException">The lengths differ or a value is not finite.</exception>
    public static double? ForRisk(ReadOnlySpan<double> confidence, ReadOnlySpan<double> loss, double risk)
    {
        MetricInput.Finite([risk], nameof(risk));
        double? lowest = null;
        foreach ((double threshold, int count, double sum) in new AnsweredLoss(confidence, loss).Steps())
            if (sum / count <= risk + Rounding) lowest = threshold;
        return lowest;
    }

    /// <summary>What a threshold does to other questions.</summary>
    /// <param name="confidence">One finite value a test question, higher is surer.</param>
    /// <param name="loss">One finite value a question.</param>
    /// <param name="threshold">Null to answer nothing.</param>
    /// <exception cref="ArgumentException">The lengths differ or a value is not finite.</exception>
    public static SelectiveOutcome Use(ReadOnlySpan<double> confidence, ReadOnlySpan<double> loss, double? threshold)
    {
        var questions = new AnsweredLoss(confidence, loss);
        (int count, double sum) = threshold is double limit ? questions.From(limit) : (0, 0);
        return new(threshold, (double)count / questions.Questions, count == 0 ? null : sum / count, questions.Questions);
    }
}
