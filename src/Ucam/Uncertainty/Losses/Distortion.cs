using Ucam.Numbers;
using static TorchSharp.torch;

namespace Ucam.Uncertainty.Losses;

/// <summary>What the custom functions of the aleatoric loss need beside the tensors they differentiate.</summary>
/// <param name="Target">(B,K), in the logits' precision, without a gradient.</param>
/// <param name="Options">T, the chunk and the reduction.</param>
/// <param name="Noise">The random state, and what of the batch is at hand.</param>
/// <param name="Gradient">Whether gradients will be asked for.</param>
internal sealed record Distortion(Tensor Target, AleatoricLossOptions Options, NoiseSource Noise, bool Gradient);
