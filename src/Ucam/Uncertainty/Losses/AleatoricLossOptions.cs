namespace Ucam.Uncertainty.Losses;

/// <summary>Variants of the aleatoric loss (docs/method.md §2).</summary>
internal sealed record AleatoricLossOptions
{
    /// <summary>T, the distorted copies of the logits, 1 to 10,000; 100 as published.</summary>
    public int Samples { get; init; } = 100;

    /// <summary>
    /// Most copies held at once, ≥ 1; null for as many as fit a processor's cache. Nothing else grows with T, whatever this is.
    /// </summary>
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

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UcamException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        if (Samples is < 1 or > 10_000)
            throw new UcamException($"{nameof(Samples)} is {Samples}; it must be from 1 to 10,000.") { Field = nameof(Samples) };
        if (Chunk < 1) throw new UcamException($"{nameof(Chunk)} is {Chunk}; it must be at least 1.") { Field = nameof(Chunk) };
        Known(Gaussian, nameof(Gaussian));
        Known(Undistorted, nameof(Undistorted));
        Known(Reduction, nameof(Reduction));
        Known(Equaliser, nameof(Equaliser));
        if (Weights is null) throw new UcamException($"{nameof(Weights)} is missing; leave it out for weights of 1.") { Field = nameof(Weights) };
        Weights.Validate();
    }

    private static void Known<T>(T value, string name) where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw new UcamException($"{name} is {value}; it must be one of {string.Join(", ", Enum.GetNames<T>())}.") { Field = name };
    }
}
