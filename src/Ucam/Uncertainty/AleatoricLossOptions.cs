namespace Ucam.Uncertainty;

/// <summary>Variants of the aleatoric loss (docs/method.md §2).</summary>
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

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UcamException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        if (Samples is < 1 or > 10_000) throw new UcamException($"{nameof(Samples)} is {Samples}; it must be from 1 to 10,000.") { Field = nameof(Samples) };
        if (Chunk < 1) throw new UcamException($"{nameof(Chunk)} is {Chunk}; it must be at least 1.") { Field = nameof(Chunk) };
    }
}
