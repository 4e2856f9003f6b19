using Ucam.Numbers;
using Ucam.Uncertainty.Losses;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>Predictive uncertainty loss (PUL): the aleatoric loss with σ_p² in the noise (docs/method.md §3).</summary>
public static class PredictiveLoss
{
    /// <summary>
    /// The terms of L_u with the mean of the passes' logits distorted by the predictive variance; VE stays on the mean
    /// aleatoric variance, since on an entropy of up to ln K its exponential would dwarf every other term.
    /// </summary>
    /// <param name="passLogits">Logits of T_w stochastic passes, (T_w,B,K).</param>
    /// <param name="passVariances">σ²_t of each pass, (T_w,B,1), ≥ 0.</param>
    /// <param name="target">Soft target (B,K), rows sum to at most 1.</param>
    /// <param name="noise">The random state.</param>
    /// <param name="samples">T, 1 to 10,000.</param>
    /// <returns>Terms that the caller disposes; L_y is the loss of the mean logits.</returns>
    /// <exception cref="UcamException">An option is out of range, the shapes do not belong together, or a variance is negative.</exception>
    public static AleatoricTerms Compute(Tensor passLogits, Tensor passVariances, Tensor target, Generator noise, int samples = 100) =>
        Compute(passLogits, passVariances, target, new AleatoricLossOptions { Samples = samples }, noise);

    /// <summary>The same in one of the variants.</summary>
    internal static AleatoricTerms Compute(Tensor passLogits, Tensor passVariances, Tensor target, AleatoricLossOptions options, NoiseSource noise)
    {
        using var scope = NewDisposeScope();
        Tensor variance = PredictiveVariance.Of(passLogits, passVariances);
        AleatoricTerms terms = AleatoricLoss.Compute(passLogits.mean([0]), variance, passVariances.mean([0]), target, options, noise);
        foreach (Tensor term in new[] { terms.CrossEntropy, terms.Distorted, terms.Undistorted, terms.VarianceEqualiser })
            term.MoveToOuterDisposeScope();
        return terms;
    }
}
