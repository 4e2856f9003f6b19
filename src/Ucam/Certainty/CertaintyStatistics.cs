namespace Ucam;

/// <summary>What gradient certainty did over a step or an epoch. A number that nothing defines is NaN, as the entropy without a mask.</summary>
/// <param name="Samples">Samples that a backward pass went through.</param>
/// <param name="EmptyShare">Share of samples without any p > 0: they were trained plainly; 0 to 1.</param>
/// <param name="MaskEntropy">Mean entropy of the masks that are not empty, in nats; 0 to ln P.</param>
/// <param name="MaskEntropyShare">The same over ln P: 1 is a uniform mask, 0 a mask of one position.</param>
/// <param name="Cosine">Mean cosine between ∂L_y/∂a and ∂L_u/∂a of a sample, over samples where both are not 0; −1 to 1.</param>
/// <param name="NormRatio">Mean length of ∂L_u/∂a over mean length of ∂L_y/∂a; ≥ 0.</param>
/// <param name="PositiveShare">Mean share of positions with p > 0 (of elements, where each channel has its mask); 0 to 1.</param>
public sealed record CertaintyStatistics(
    long Samples, double EmptyShare, double MaskEntropy, double MaskEntropyShare, double Cosine, double NormRatio, double PositiveShare);
