using static TorchSharp.torch;

namespace Ucam.Uncertainty.Estimators;

/// <summary>
/// A Gaussian over the weights W (K,D) of a last layer: precision = Gauss–Newton matrix of the summed cross-entropy, which for a
/// softmax is its Fisher matrix Σ_n (diag p_n − p_n p_nᵀ) ⊗ φ_n φ_nᵀ, plus δ on the diagonal. Kept as eigenvectors, so that δ can
/// change without a new fit. All in float64.
/// </summary>
internal abstract class LaplacePosterior : IDisposable
{
    /// <summary>Adds training samples: features φ (B,D), probabilities (B,K).</summary>
    public abstract void Add(Tensor features, Tensor probabilities);

    /// <summary>To be called once, after the last sample.</summary>
    public abstract void Factorise();

    /// <summary>Variance of each logit (B,K) for features (B,D) under the prior precision δ.</summary>
    public abstract Tensor Variance(Tensor features, double prior);

    /// <summary>Draws of the logits around their mean, (S,B,K).</summary>
    public abstract Tensor Sample(Tensor features, double prior, int samples, Generator noise);

    /// <summary>Draws of the weights around their mean, (S,K,D).</summary>
    public abstract Tensor SampleWeights(double prior, int samples, Generator noise);

    /// <summary>Disposes the factors.</summary>
    public abstract void Dispose();

    /// <summary>Replaces a tensor that outlives dispose scopes.</summary>
    protected static void Replace(ref Tensor kept, Tensor value)
    {
        Tensor old = kept;
        kept = value.DetachFromDisposeScope();
        old.Dispose();
    }
}
