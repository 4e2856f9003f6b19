using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Steps;

/// <summary>What one step or several came to, added up over their samples.</summary>
/// <param name="Samples">How many.</param>
/// <param name="Loss">Sum of the losses.</param>
/// <param name="Right">Sum of the accuracies.</param>
/// <param name="Variance">Sum of σ²; NaN where there is none.</param>
internal readonly record struct StepSums(int Samples, double Loss, double Right, double Variance = double.NaN)
{
    /// <summary>What the step came to that is not finite, where that is known better than that its loss is not; null else.</summary>
    public string? Fault { get; init; }

    /// <summary>Loss of a sample.</summary>
    public double MeanLoss => Loss / Samples;

    /// <summary>Of a step with so many samples.</summary>
    public static StepSums Of(StepResult step, int samples) => new StepSums(samples, step.Loss.cpu().item<float>() * (double)samples,
        step.Accuracy.cpu().item<float>() * (double)samples, step.Variance?.sum().cpu().item<float>() ?? double.NaN).Explained(step.Logits);

    /// <summary>The same, which says so where the loss is not finite since a logit is not.</summary>
    public StepSums Explained(Tensor? logits) => double.IsFinite(Loss) || logits is null || logits.isfinite().all().cpu().item<bool>() ? this
        : this with { Fault = "a logit" };

    public StepSums Plus(StepSums other) =>
        new(Samples + other.Samples, Loss + other.Loss, Right + other.Right, Variance + other.Variance);
}
