using static TorchSharp.torch;

namespace Ucam;

/// <summary>Which loss's gradient makes the map.</summary>
public enum UCamForm
{
    /// <summary>L_y + 2·L_u, the published uncertainty class activation map.</summary>
    Published,

    /// <summary>−L_u: where evidence makes the model sure.</summary>
    Certainty,

    /// <summary>L_u: where evidence makes the model unsure.</summary>
    Uncertainty,
}

/// <summary>
/// U-CAM (Patro et al., IEEE TIP 2020; docs/method.md §5): the formula of <see cref="GradCam"/> for the gradient of a loss in place of an
/// answer's; published on the features that enter the head. It explains the losses, not the target.
/// </summary>
/// <param name="losses">From the model's output, N rows, to both losses; the same every time.</param>
/// <param name="form">Which loss.</param>
public sealed class UCam(Func<Tensor, AnswerLosses> losses, UCamForm form = UCamForm.Published) : ExplanationMethod
{
    /// <inheritdoc/>
    public override string Name => form switch
    {
        UCamForm.Certainty => "certainty",
        UCamForm.Uncertainty => "uncertainty",
        _ => "u-cam",
    };

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var scope = NewDisposeScope();
        Tensor gradient = context.GradientOf(ExplanationTarget.Of(Name, Loss));
        return new GradCam().Combine(context.Activation, gradient).MoveToOuterDisposeScope();
    }

    private Tensor Loss(Tensor outputs)
    {
        AnswerLosses both = losses(outputs);
        return form switch
        {
            UCamForm.Certainty => both.Uncertainty.neg(),
            UCamForm.Uncertainty => both.Uncertainty,
            _ => both.Prediction + 2 * both.Uncertainty,
        };
    }
}
