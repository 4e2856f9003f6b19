using static TorchSharp.torch;

namespace Ucam.Certainty;

/// <summary>The gradients of the two losses by one tensor, of its shape.</summary>
/// <param name="Y">That of L_y.</param>
/// <param name="U">That of L_u.</param>
/// <param name="Doubt">That of what the mask takes for the doubt in place of L_u; null for L_u.</param>
internal sealed record SplitGradients(Tensor Y, Tensor U, Tensor? Doubt = null);
