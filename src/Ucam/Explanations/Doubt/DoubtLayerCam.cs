using Ucam.Explanations.Methods;
using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Explanations.Doubt;

/// <summary>
/// Where the doubt hangs on what was seen: LayerCAM's Σ_k ReLU(G_k) ∘ A_k for G = ∂H/∂A, H the entropy, at the layer, spread over neighbouring
/// cells, since what makes an object hard to see lies on it and around. Of the maps that cost no more it is the best one of where to repair
/// (docs/results/doubt-maps).
/// </summary>
internal sealed class DoubtLayerCam : ExplanationMethod
{
    // 1.5 cells of 16, out to 3 deviations.
    private const double SpreadOverSide = 1.5 / 16;
    private const int Deviations = 3;

    /// <summary>The entry.</summary>
    public static ExplanationEntry Entry { get; } =
        new("doubt-layer-cam", "LayerCAM of the doubt, spread", "Jiang et al., IEEE TIP 2021, of the entropy", _ => new DoubtLayerCam())
        { NeedsLayer = true, Unit = _ => "nats" };

    /// <summary>The same by regions of the picture.</summary>
    public static ExplanationEntry RegionsEntry { get; } =
        RegionMap.Entry("LayerCAM of the doubt, by region", "of the doubt's LayerCAM", () => new DoubtLayerCam()) with
        { NeedsLayer = true, Unit = _ => "nats" };

    /// <inheritdoc/>
    public override string Name => Entry.Name;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        using var scope = NewDisposeScope();
        Tensor map = new LayerCam().Combine(context.Activation, context.GradientOf(ExplanationTarget.Predictive)).unsqueeze(1);
        double sigma = SpreadOverSide * Math.Min(map.shape[2], map.shape[3]);
        return GaussianBlur.Within(map, sigma, Deviations).squeeze(1).MoveToOuterDisposeScope();
    }
}
