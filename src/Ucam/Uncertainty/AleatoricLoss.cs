using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty;

/// <summary>The terms of the uncertainty loss, one value per sample (B); the caller disposes.</summary>
/// <param name="CrossEntropy">L_y.</param>
/// <param name="Distorted">L_p, mean over T of CE(ŷ_t).</param>
/// <param name="Undistorted">UDL, mean over T of −ELU(L_y − CE(ŷ_t)).</param>
/// <param name="VarianceEqualiser">VE, exp(σ²) − 1.</param>
public sealed record AleatoricTerms(Tensor CrossEntropy, Tensor Distorted, Tensor Undistorted, Tensor VarianceEqualiser) : IDisposable
{
    /// <summary>L_u = L_p + UDL + VE, mean over the batch; a scalar.</summary>
    public Tensor Uncertainty()
    {
        using var scope = NewDisposeScope();
        return (Distorted + Undistorted + VarianceEqualiser).mean().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CrossEntropy.Dispose();
        Distorted.Dispose();
        Undistorted.Dispose();
        VarianceEqualiser.Dispose();
    }
}

/// <summary>Aleatoric loss by logits distorted with the predicted variance (Kendall and Gal 2017; docs/method.md §2).</summary>
public static class AleatoricLoss
{
    /// <summary>Keeps √σ² differentiable at zero.</summary>
    private const double Floor = 1e-6;

    /// <summary>Draws ŷ_t = y + ε_t, ε_t ~ N(0, σ²) independent for each class, in (T,B,K) blocks, and averages the terms.</summary>
    /// <param name="logits">y, (B,K).</param>
    /// <param name="variance">σ², (B,1), ≥ 0.</param>
    /// <param name="target">Soft target (B,K), rows sum to at most 1.</param>
    /// <param name="options">T and the variants.</param>
    /// <param name="noise">The random state.</param>
    /// <exception cref="UcamException">An option is out of range.</exception>
    public static AleatoricTerms Compute(Tensor logits, Tensor variance, Tensor target, AleatoricLossOptions options, Generator noise)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(variance);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var scope = NewDisposeScope();
        Tensor clean = SoftCrossEntropy.PerSample(logits, target);
        Tensor deviation = (variance + Floor).sqrt();
        if (!options.Reparameterised) deviation = deviation.detach();
        Tensor? distorted = null, undistorted = null;
        for (int done = 0; done < options.Samples; done += options.Chunk)
        {
            int count = Math.Min(options.Chunk, options.Samples - done);
            Tensor z = randn([count, logits.shape[0], logits.shape[1]], generator: noise);
            Tensor loss = SoftCrossEntropy.PerSample(logits + deviation * z, target);
            Tensor gap = functional.elu(clean - loss, 1.0).neg();
            distorted = distorted is null ? loss.sum([0]) : distorted + loss.sum([0]);
            undistorted = undistorted is null ? gap.sum([0]) : undistorted + gap.sum([0]);
        }
        return new AleatoricTerms(
            clean.MoveToOuterDisposeScope(),
            (distorted! / options.Samples).MoveToOuterDisposeScope(),
            (undistorted! / options.Samples).MoveToOuterDisposeScope(),
            (variance.exp() - 1).squeeze(1).MoveToOuterDisposeScope());
    }
}
