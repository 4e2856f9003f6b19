namespace Ucam.Vqa.Evaluation;

/// <summary>A number that says how sure a model is of an answer, the higher the surer.</summary>
/// <param name="Name">Its name in files and checkpoints.</param>
/// <param name="Title">Its name in tables.</param>
/// <param name="IsProbability">Whether it says how often such answers are right, so that calibration can be asked about.</param>
/// <param name="Of">The confidence in an answer; NaN where it is not known.</param>
internal sealed record Confidence(string Name, string Title, bool IsProbability, Func<QuestionResult, double> Of)
{
    /// <summary>What the model's estimator says.</summary>
    public static Confidence Right { get; } = new("p_right", "P(right)", true, result => result.Certainty?.Probability ?? double.NaN);

    /// <summary>All kinds, P(right) first; a new one is a line here.</summary>
    public static IReadOnlyList<Confidence> All { get; } =
    [
        Right,
        new("negative_entropy", "-entropy", false, result => -result.Predictive),
        new("maximum", "max. prob.", true, result => result.Probability),
    ];
}
