using Ucam.Numbers;
using Ucam.Uncertainty;
using Ucam.Uncertainty.Losses;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam;

/// <summary>Aleatoric loss by logits distorted with the predicted variance (Kendall and Gal 2017; docs/method.md §2).</summary>
public static class AleatoricLoss
{
    /// <summary>Keeps √σ² differentiable at zero.</summary>
    private const double Floor = 1e-6;

    /// <summary>
    /// Draws ŷ_t = y + ε_t, ε_t ~ N(0, σ²) independent for each class, T times, and averages the terms. The draws are streamed and
    /// leave no graph behind: values and gradients come from one pass, so memory does not grow with T. The terms can be
    /// differentiated once, not twice.
    /// </summary>
    /// <param name="logits">y, (B,K).</param>
    /// <param name="variance">σ², (B,1), ≥ 0.</param>
    /// <param name="target">Soft target (B,K), rows sum to at most 1; no gradient flows to it.</param>
    /// <param name="noise">The random state.</param>
    /// <param name="samples">T, 1 to 10,000.</param>
    /// <exception cref="UcamException">An option is out of range, the shapes do not belong together, or a variance is negative.</exception>
    public static AleatoricTerms Compute(Tensor logits, Tensor variance, Tensor target, Generator noise, int samples = 100) =>
        Compute(logits, variance, target, new AleatoricLossOptions { Samples = samples }, noise);

    /// <summary>The same in one of the variants.</summary>
    internal static AleatoricTerms Compute(Tensor logits, Tensor variance, Tensor target, AleatoricLossOptions options, NoiseSource noise) =>
        Compute(logits, variance, variance, target, options, noise);

    /// <summary>The same with one variance in the noise and another in VE, for the predictive loss (docs/method.md §3).</summary>
    /// <param name="logits">y, (B,K).</param>
    /// <param name="distortionVariance">Variance of the noise, (B,1), ≥ 0.</param>
    /// <param name="equalisedVariance">What VE keeps small, (B,1), ≥ 0.</param>
    /// <param name="target">Soft target (B,K), rows sum to at most 1; no gradient flows to it.</param>
    /// <param name="options">T and the variants.</param>
    /// <param name="noise">The random state.</param>
    /// <exception cref="UcamException">An option is out of range, the shapes do not belong together, or a variance is negative.</exception>
    internal static AleatoricTerms Compute(
        Tensor logits, Tensor distortionVariance, Tensor equalisedVariance, Tensor target, AleatoricLossOptions options, NoiseSource noise)
    {
        Validate(logits, distortionVariance, equalisedVariance, target, options);
        ArgumentNullException.ThrowIfNull(noise.Generator, nameof(noise));
        using var scope = NewDisposeScope();
        Tensor constant = target.detach().to(logits.dtype);
        Tensor clean = SoftCrossEntropy.PerSample(logits, constant);
        Tensor deviation = (distortionVariance.to(logits.dtype) + Floor).sqrt();
        if (!options.Reparameterised) deviation = deviation.detach();
        bool gradient = is_grad_enabled() && (logits.requires_grad || deviation.requires_grad);
        var distortion = new Distortion(constant, options, noise, gradient);
        (Tensor distorted, Tensor undistorted) = Distort(logits, deviation, clean, distortion);
        return new AleatoricTerms(
            clean.MoveToOuterDisposeScope(),
            distorted.MoveToOuterDisposeScope(),
            undistorted.MoveToOuterDisposeScope(),
            Equaliser(equalisedVariance, options.Equaliser).MoveToOuterDisposeScope())
        { Weights = options.Weights };
    }

    private static (Tensor Distorted, Tensor Undistorted) Distort(Tensor logits, Tensor deviation, Tensor clean, Distortion distortion)
    {
        AleatoricLossOptions options = distortion.Options;
        bool mixture = options.Gaussian == GaussianCrossEntropy.KendallGal;
        Tensor? undistorted = options.Undistorted == UndistortedForm.None ? zeros_like(clean) : null;
        Tensor? distorted = null;
        // The state is kept, so that both forms see the same noise.
        using Tensor state = distortion.Noise.Generator.get_state();
        if (mixture) distorted = MixtureLoss.apply(logits, deviation, distortion);
        if (!mixture || options.Undistorted == UndistortedForm.Published)
        {
            distortion.Noise.Generator.set_state(state);
            Tensor losses = DistortedLosses.apply(logits, deviation, clean, distortion);
            distorted ??= losses[0];
            if (options.Undistorted == UndistortedForm.Published) undistorted = losses[1];
        }
        return (distorted!, undistorted ?? OfMeans(distorted!, clean, options.Reduction));
    }

    private static Tensor OfMeans(Tensor distorted, Tensor clean, UndistortedReduction reduction)
    {
        Tensor gap = distorted - clean;
        if (reduction == UndistortedReduction.BatchMean) gap = gap.mean().expand_as(clean);
        return functional.elu(gap, 1.0);
    }

    private static Tensor Equaliser(Tensor variance, EqualiserForm form) => form switch
    {
        EqualiserForm.Exponential => variance.expm1().squeeze(1),
        EqualiserForm.Linear => variance.squeeze(1),
        _ => zeros_like(variance).squeeze(1),
    };

    private static void Validate(Tensor logits, Tensor distortionVariance, Tensor equalisedVariance, Tensor target, AleatoricLossOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Settings.Check(options);
        TensorCheck.Matrix(logits, nameof(logits));
        TensorCheck.Shape(target, nameof(target), logits.shape);
        foreach ((Tensor variance, string name) in new[]
        { (distortionVariance, nameof(distortionVariance)), (equalisedVariance, nameof(equalisedVariance)) })
        {
            TensorCheck.Shape(variance, name, [logits.shape[0], 1]);
            TensorCheck.NotNegative(variance, name);
        }
    }
}
