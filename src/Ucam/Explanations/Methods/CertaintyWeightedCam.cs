using Ucam.Certainty;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// Grad-CAM of the target times the certainty mask of gradient certainty (docs/method.md §4 and §5) at the same layer: what speaks for
/// the answer where it also lessens the doubt; nothing where no position does.
/// </summary>
/// <param name="losses">From the model's output, N rows, to both losses; the same every time.</param>
public sealed class CertaintyWeightedCam(Func<Tensor, AnswerLosses> losses) : ExplanationMethod
{
    /// <inheritdoc/>
    public override string Name => "certainty-weighted";

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var scope = NewDisposeScope();
        Tensor y = Positions(context.GradientOf(ExplanationTarget.Of("L_y", outputs => losses(outputs).Prediction)));
        Tensor u = Positions(context.GradientOf(ExplanationTarget.Of("L_u", outputs => losses(outputs).Uncertainty)));
        // Both gradients come by themselves here, so neither is lost in the rounding of a sum.
        var mask = CertaintyMask.Of(GradientPair.Of(y, u, rounding: 0), null, new GradientCertaintyOptions());
        Tensor cam = new GradCam().Combine(context.Activation, context.Gradient);
        return (cam * mask.Values.view(cam.shape)).MoveToOuterDisposeScope();
    }

    private static Tensor Positions(Tensor maps) => maps.flatten(2).transpose(1, 2);
}
