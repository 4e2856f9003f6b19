using static TorchSharp.torch;

namespace Ucam;

/// <summary>What methods may need beside the model.</summary>
public sealed record ExplanationSetup
{
    /// <summary>For the U-CAM family: from the model's output, N rows, to L_y and L_u of each; the same every time.</summary>
    public Func<Tensor, AnswerLosses>? Losses { get; init; }

    internal Func<Tensor, AnswerLosses> NeedLosses() => Losses
        ?? throw new UcamException("The U-CAM family needs the losses of docs/method.md; set ExplanationSetup.Losses.") { Field = nameof(Losses) };
}
