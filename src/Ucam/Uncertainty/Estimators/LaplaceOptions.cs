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
    public double PriorPrecision { get; init; } = 1;

    /// <summary>Draws of <see cref="LaplacePredictive.Sampling"/>, 1 to 100,000.</summary>
    public int Samples { get; init; } = 100;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UcamException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Structure))
            throw new UcamException($"{nameof(Structure)} is {Structure}; it must be Kronecker or Full.") { Field = nameof(Structure) };
        if (!Enum.IsDefined(Predictive))
            throw new UcamException($"{nameof(Predictive)} is {Predictive}; it must be Probit or Sampling.") { Field = nameof(Predictive) };
        CheckPrior(PriorPrecision);
        if (Samples is < 1 or > 100_000)
            throw new UcamException($"{nameof(Samples)} is {Samples}; it must be from 1 to 100,000.") { Field = nameof(Samples) };
    }

    internal static void CheckPrior(double precision)
    {
        if (!(precision > 0 && double.IsFinite(precision)))
            throw new UcamException($"The prior precision is {precision}; it must be above 0.") { Field = nameof(PriorPrecision) };
    }
}
