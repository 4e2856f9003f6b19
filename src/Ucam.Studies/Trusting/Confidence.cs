namespace Ucam.Studies.Trusting;

/// <summary>A number that says how sure an answer is, which the report judges.</summary>
/// <param name="Name">Short name, for the table.</param>
/// <param name="Title">Its name on the page.</param>
/// <param name="Of">One number in [0,1] a row.</param>
internal sealed record Confidence(string Name, string Title, Func<AnswerRows, double[]> Of)
{
    /// <summary>The probability of the answer, as the classifier gives it.</summary>
    public static Confidence Probability { get; } =
        new("probability", "Probability", rows => [.. rows.Probabilities.Select(row => Math.Clamp(row.Max(), 0, 1))]);

    /// <summary>The same over a temperature.</summary>
    public static Confidence Scaled(double temperature) => new("temperature", $"Probability at temperature {TrustWords.Decimals(temperature, 2)}",
        rows => [.. rows.Probabilities.Select(row => TemperedRow.Of(row, temperature).Max())]);

    /// <summary>P(right) by an estimator.</summary>
    public static Confidence Right(CertaintyEstimator estimator) => new("certainty", "Certainty, P(right)", rows =>
    {
        var signals = rows.Signals.Only(estimator.Signals);
        return [.. Enumerable.Range(0, rows.Count).Select(i => estimator.Judge(signals.Row(i)).Probability)];
    });
}
