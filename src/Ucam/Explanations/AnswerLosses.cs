using static TorchSharp.torch;

namespace Ucam;

/// <summary>The two losses whose gradients the U-CAM family compares (docs/method.md §2 and §4), one number a row.</summary>
/// <param name="Prediction">L_y (N).</param>
/// <param name="Uncertainty">L_u (N).</param>
public sealed record AnswerLosses(Tensor Prediction, Tensor Uncertainty);
