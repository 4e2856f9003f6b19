using static Ucam.Studies.MetricRole;
using static Ucam.Vqa.MetricDirection;

namespace Ucam.Studies.Comparison.Metrics;

/// <summary>How the method works inside.</summary>
internal static class InsideMetrics
{
    public static IReadOnlyList<CellMetric> All { get; } =
    [
        new(new("predictive", "Predictive entropy", "nats", Neither, Inside, 4, "Mean entropy of p̄."), c => c.Doubt.Average()),
        new(new("aleatoric", "Aleatoric part", "nats", Neither, Inside, 4, "Mean expected entropy of the dropout passes."),
            c => c.Mean(r => r.Aleatoric)),
        new(new("epistemic", "Epistemic part", "nats", Neither, Inside, 4, "Mean mutual information of answer and dropout mask."),
            c => c.Mean(r => r.Epistemic)),
        new(new("variance", "Logit variance", "", Neither, Inside, 4, "Mean σ² of the variance head."), c => c.Mean(r => r.LogitVariance)),
        new(new("empty_mask", "Empty certainty masks", "%", Neither, Inside, 2,
            "Share of training samples whose certainty mask was positive nowhere."),
            c => c.Training?.OfMasks(m => m.EmptyShare)),
        new(new("mask_entropy", "Entropy of the mask", "nats", Neither, Inside, 4, "Mean entropy of the certainty mask over the positions."),
            c => c.Training?.OfMasks(m => m.MaskEntropy)),
        new(new("gradient_cosine", "Cosine of the gradients", "", Neither, Inside, 4,
            "Mean cosine of the gradients of the answer loss and of the uncertainty loss at the masked activation."),
            c => c.Training?.OfMasks(m => m.Cosine)),
        new(new("gradient_ratio", "Ratio of the gradients", "", Neither, Inside, 4,
            "Mean length of the uncertainty loss's gradient at the masked activation over that of the answer loss's."),
            c => c.Training?.OfMasks(m => m.NormRatio)),
    ];
}
