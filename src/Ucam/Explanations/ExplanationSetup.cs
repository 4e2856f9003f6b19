using static TorchSharp.torch;

namespace Ucam;

/// <summary>What methods may need beside the model.</summary>
public sealed record ExplanationSetup
{
    /// <summary>For the U-CAM family: from the model's output, N rows, to L_y and L_u of each; the same every time.</summary>
    public Func<Tensor, AnswerLosses>? Losses { get; init; }

    /// <summary>For attributions of the variance: from the model's output, N rows, to σ² of each, ≥ 0.</summary>
    public Func<Tensor, Tensor>? Variance { get; init; }

    /// <summary>
    /// For doubt between networks: explainers of the networks of an ensemble, which take the same inputs; empty for the explained model
    /// thinned by its dropout. They stay the caller's.
    /// </summary>
    public IReadOnlyList<Explainer> Members { get; init; } = [];

    internal Func<Tensor, Tensor> NeedVariance() => Variance
        ?? throw new UcamException("It explains a predicted variance; set ExplanationSetup.Variance.") { Field = nameof(Variance) };

    internal Func<Tensor, AnswerLosses> NeedLosses() => Losses
        ?? throw new UcamException("The U-CAM family needs the losses of docs/method.md; set ExplanationSetup.Losses.") { Field = nameof(Losses) };
}
