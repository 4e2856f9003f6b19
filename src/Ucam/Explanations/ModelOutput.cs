using static TorchSharp.torch;

namespace Ucam.Explanations;

/// <summary>What a forward pass gives to an explanation.</summary>
/// <param name="Scores">What targets are made of, batch first: logits (N,K) for the usual ones. No softmax.</param>
/// <param name="Attention">The model's own maps (N,P,A), ≥ 0, if it has any.</param>
public sealed record ModelOutput(Tensor Scores, Tensor? Attention = null);
