namespace Ucam.Uncertainty.Losses;

/// <summary>What the aleatoric loss L_p takes from T distorted copies ŷ_t of the logits.</summary>
internal enum GaussianCrossEntropy
{
    /// <summary>The mean of the losses, (1/T) Σ_t CE(ŷ_t), as in the authors' published code.</summary>
    Published,

    /// <summary>
    /// The loss of the mean probability, −Σ_k n_k·log (1/T) Σ_t softmax(ŷ_t)_k (Kendall and Gal 2017, equation 12, for soft
    /// targets); by Jensen never above <see cref="Published"/>.
    /// </summary>
    KendallGal,
}

/// <summary>The undistorted loss UDL, which compares the distorted losses with L_y.</summary>
internal enum UndistortedForm
{
    /// <summary>(1/T) Σ_t −ELU(L_y − CE(ŷ_t)), as in the authors' published code.</summary>
    Published,

    /// <summary>ELU(L_p − L_y): the two means are compared.</summary>
    OfMeans,

    /// <summary>No such term; it is zero.</summary>
    None,
}

/// <summary>What UDL compares.</summary>
internal enum UndistortedReduction
{
    /// <summary>Each sample's own losses.</summary>
    PerSample,

    /// <summary>The losses' means over the batch, as in the authors' published code; each sample then carries the batch's value.</summary>
    BatchMean,
}

/// <summary>The variance equaliser VE, which keeps σ² from growing.</summary>
internal enum EqualiserForm
{
    /// <summary>exp(σ²) − 1, as in the authors' published code.</summary>
    Exponential,

    /// <summary>σ² itself, which does not overflow.</summary>
    Linear,

    /// <summary>No such term; it is zero.</summary>
    None,
}
