namespace Ucam.Uncertainty;

/// <summary>Variants of the aleatoric loss (METHOD §2).</summary>
public sealed record AleatoricLossOptions
{
    /// <summary>T, the distorted copies of the logits, 1 to 10,000; 100 as published.</summary>
    public int Samples { get; init; } = 100;

    /// <summary>Most copies held at once, so that memory stays bounded; ≥ 1.</summary>
    public int Chunk { get; init; } = 100;

    /// <summary>
    /// Whether the noise is σ·z, so that the loss can train the variance head; without it the draw carries no gradient to σ², as in
    /// the published code.
    /// </summary>
    public bool Reparameterised { get; init; } = true;
}
