namespace Ucam;

/// <summary>How the curvature of the last layer is kept.</summary>
public enum LaplaceStructure
{
    /// <summary>
    /// A Kronecker product of an input and an output factor, D²+K² numbers (Ritter, Botev and Barber 2018); exact where all samples
    /// share one of the two.
    /// </summary>
    Kronecker,

    /// <summary>The whole Gauss–Newton matrix, (K·D)² numbers; for small layers.</summary>
    Full,
}

/// <summary>How the posterior over weights becomes probabilities.</summary>
public enum LaplacePredictive
{
    /// <summary>softmax(y_k / √(1 + π/8·v_k)) with v_k the variance of logit k (MacKay 1992, for several classes); no parts, one pass.</summary>
    Probit,

    /// <summary>The mean softmax of sampled logits, which also splits the doubt into its parts.</summary>
    Sampling,
}

/// <summary>Variants of the last-layer Laplace approximation.</summary>
public sealed record LaplaceOptions
{
    /// <summary>How the curvature is kept.</summary>
    public LaplaceStructure Structure { get; init; } = LaplaceStructure.Kronecker;

    /// <summary>How probabilities are made.</summary>
    public LaplacePredictive Predictive { get; init; } = LaplacePredictive.Probit;

    /// <summary>Precision δ of the Gaussian prior on every weight and bias, above 0: λ·N for a mean loss with the penalty λ/2·‖w‖².</summary>
    [Above(0)]
    public double PriorPrecision { get; init; } = 1;

    /// <summary>Draws of <see cref="LaplacePredictive.Sampling"/>, 1 to 100,000.</summary>
    [From(1, 100_000)]
    public int Samples { get; init; } = 100;
}
