namespace Ucam;

/// <summary>Which gradient goes on below the mark before the mask acts on it.</summary>
public enum CertaintyTarget
{
    /// <summary>g = ∂L_y/∂a + ∂L_u/∂a: what lies below still learns from both losses.</summary>
    Total,

    /// <summary>g = ∂L_y/∂a: the uncertainty loss reaches what lies below by the mask alone.</summary>
    PredictionOnly,
}

/// <summary>How the certainty mask m is made and changes the gradient g. m is a softmax over the positions with p > 0, else 0.</summary>
public enum CertaintyCombine
{
    /// <summary>Passes g·(1 + s·m), with p = −Σ_channels ∂L_u/∂a · ∂L_y/∂a: one value a position.</summary>
    Masked,

    /// <summary>
    /// Passes g + m, the published Algorithm 1, steps 3 to 5 (Patro et al. 2020): p = −∂L_u/∂a · ∂L_y/∂a element by element, the
    /// softmax for each channel by itself. As written this is for the loss of one sample; under a mean over B samples m is divided by B.
    /// </summary>
    Additive,

    /// <summary>
    /// Passes g·(1 + s·m·(1 − σ²)), the factor m·(1 − σ²) clamped to [0,1], with p = −Σ_channels a · ∂L_u/∂a (Kurmi, Kumar and Namboodiri
    /// 2019, CADA). Their code weights the features by 1 + m in a second forward pass; this is what differentiating such a weighting
    /// does to the gradient, without the second pass (their script divides by 1 + m on the way back instead). Where they weigh the
    /// units of a pooled vector, this weighs positions.
    /// </summary>
    ActivationWeighted,
}

/// <summary>Which positions the mask prefers.</summary>
public enum CertaintySign
{
    /// <summary>Where ∂L_u is reversed against its partner: positions that help the answer and lessen the doubt.</summary>
    Reversed,

    /// <summary>The other way round, for an ablation.</summary>
    Agreeing,
}

/// <summary>Variants and strength of gradient certainty (docs/method.md §4).</summary>
public sealed record GradientCertaintyOptions
{
    /// <summary>The gradient that goes on below the mark.</summary>
    public CertaintyTarget Target { get; init; } = CertaintyTarget.Total;

    /// <summary>How mask and gradient are combined.</summary>
    public CertaintyCombine Combine { get; init; } = CertaintyCombine.Masked;

    /// <summary>The sign of the mask.</summary>
    public CertaintySign Sign { get; init; } = CertaintySign.Reversed;

    /// <summary>Where the marked activation has its positions.</summary>
    public PositionLayout Layout { get; init; } = PositionLayout.PositionsThenChannels;

    /// <summary>
    /// The mask's strength, 0 to 1000; 0 is plain training. A softmax over P positions has mean 1/P, so s is counted in positions:
    /// s = ScaleInPositions · P. For <see cref="CertaintyCombine.Additive"/> the mask is added this many times, 1 as published.
    /// </summary>
    [From(0, 1000)]
    public double ScaleInPositions { get; init; } = 1;

    /// <summary>
    /// T, 0.01 to 100: m = softmax(p/T), after each sample's p is divided by its largest magnitude, so that m does not depend on the
    /// size of the losses or of the batch. The published reversal strength λ cancels in that division; what it did is 1/T.
    /// </summary>
    [From(0.01, 100)]
    public double Temperature { get; init; } = 1;

    /// <summary>Share of the training over which the strength rises linearly from 0, 0 to 1; 0 is full strength from the first step.</summary>
    [From(0, 1)]
    public double WarmUp { get; init; }

    /// <summary>The strength, in positions, once this share of the training is done.</summary>
    /// <param name="progress">0 to 1.</param>
    /// <returns>ScaleInPositions · min(1, progress / WarmUp).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The progress is outside [0,1].</exception>
    public double ScaleAt(double progress)
    {
        if (progress is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(progress), progress, "Progress is a share from 0 to 1.");
        return progress < WarmUp ? ScaleInPositions * progress / WarmUp : ScaleInPositions;
    }
}
