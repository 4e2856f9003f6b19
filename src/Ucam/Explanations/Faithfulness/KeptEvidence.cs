using Ucam.Imaging;
using static TorchSharp.torch;

namespace Ucam.Explanations.Faithfulness;

/// <summary>What is left of the target when the input is multiplied by a map; for <see cref="Ucam.Metrics.ConfidenceChange"/>.</summary>
internal static class KeptEvidence
{
    /// <summary>Measures a map of one sample.</summary>
    /// <param name="explainer">The model.</param>
    /// <param name="map">Scaled to [0,1] on the input's grid; of a signed map what speaks for the target.</param>
    /// <param name="inputs">All inputs, the explained one first, batch of 1.</param>
    /// <param name="target">What is watched; the probability of the model's answer where null.</param>
    /// <returns>The target of the whole input, and of the input times the map.</returns>
    /// <exception cref="UcamException">The inputs do not fit.</exception>
    public static (double Whole, double Kept) Measure(Explainer explainer, RawMap map, Tensor[] inputs, ExplanationTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        ArgumentNullException.ThrowIfNull(map);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using ExplanationContext context = explainer.OpenOne(inputs, target ?? ExplanationTarget.PredictedProbability);
        Tensor x = context.Picture;
        float[] weights = Grid.Resize(map.ToMap().Values, (int)x.shape[2], (int)x.shape[3]);
        Grid.MinMax(weights);
        Tensor mask = tensor(weights, [1, 1, x.shape[2], x.shape[3]]).to(x.dtype).to(x.device);
        return (context.Score(x).to(ScalarType.Float64).item<double>(), context.Score(x * mask).to(ScalarType.Float64).item<double>());
    }
}
