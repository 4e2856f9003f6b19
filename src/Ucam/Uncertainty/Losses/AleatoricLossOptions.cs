namespace Ucam.Uncertainty.Losses;

/// <summary>Variants of the aleatoric loss (docs/method.md §2).</summary>
internal sealed record AleatoricLossOptions
{
    /// <summary>T, the distorted copies of the logits, 1 to 10,000; 100 as published.</summary>
    [From(1, 10_000)]
    public int Samples { get; init; } = 100;

    /// <summary>
    /// Most copies held at once, ≥ 1; null for as many as fit a processor's cache. Nothing else grows with T, whatever this is.
    /// </summary>
    [AtLeast(1)]
    public int? Chunk { get; init; }

    /// <summary>
    /// Whether the noise is σ·z, so that the loss can train the variance head; without it the draw carries no gradient to σ², as in
    /// the published code.
    /// </summary>
    public bool Reparameterised { get; init; } = true;

    /// <summary>L_p.</summary>
    public GaussianCrossEntropy Gaussian { get; init; } = GaussianCrossEntropy.Published;

    /// <summary>UDL.</summary>
    public UndistortedForm Undistorted { get; init; } = UndistortedForm.Published;

    /// <summary>Whether UDL compares samples or batches; per sample by default, unlike the published code.</summary>
    public UndistortedReduction Reduction { get; init; } = UndistortedReduction.PerSample;

    /// <summary>VE.</summary>
    public EqualiserForm Equaliser { get; init; } = EqualiserForm.Exponential;

    /// <summary>Weights of the three terms of L_u.</summary>
    public AleatoricWeights Weights { get; init; } = new();
}
