using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Explanations.Doubt;

/// <summary>
/// Variance feature attribution (Iversen, Witzke, Baum and Renard, IJCAI 2025): an explainer of point predictions, here integrated
/// gradients, on a predicted variance σ². From even attention, or a layer of zeros; the values add up to σ² − σ² at the start.
/// </summary>
/// <param name="variance">From the model's output, N rows, to σ² of each.</param>
internal sealed class VarianceMap(Func<Tensor, Tensor> variance) : ExplanationMethod
{
    /// <summary>VFA by integrated gradients.</summary>
    public static ExplanationEntry Entry { get; } =
        new("vfa", "Variance feature attribution", "Iversen et al., IJCAI 2025", setup => new VarianceMap(setup.NeedVariance()))
        { NeedsLayer = true, NeedsLosses = true, Unit = _ => "σ²" };

    /// <inheritdoc/>
    public override string Name => "vfa";

    /// <inheritdoc/>
    public override bool Signed => true;

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) => PathIntegral.LeastPasses;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context) => context.PathEvidence(context.ScoreOf(ExplanationTarget.Of("σ²", variance)));
}
