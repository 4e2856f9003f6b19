using static TorchSharp.torch;

namespace Ucam;

/// <summary>What is made of the gradients at noisy inputs.</summary>
public enum SmoothGradForm
{
    /// <summary>Their mean (Smilkov et al. 2017), as a magnitude.</summary>
    Mean,

    /// <summary>The mean of their squares, SmoothGrad² (Hooker et al., NeurIPS 2019).</summary>
    Squared,

    /// <summary>Their variance, VarGrad (Adebayo et al., NeurIPS 2018).</summary>
    Variance,
}

/// <summary>
/// SmoothGrad (Smilkov et al. 2017, arXiv 1706.03825), SmoothGrad² and VarGrad: gradients at the input plus noise N(0, σ²), σ a share of
/// the input's range; then summed over channels. Every sample of a batch gets the same noise.
/// </summary>
/// <param name="form">Which of them.</param>
public sealed class SmoothGrad(SmoothGradForm form = SmoothGradForm.Mean) : ExplanationMethod
{
    /// <inheritdoc/>
    public override string Name => form switch
    {
        SmoothGradForm.Squared => "smooth-grad-squared",
        SmoothGradForm.Variance => "var-grad",
        _ => "smooth-grad",
    };

    /// <summary>Noisy inputs, 1 to 100,000: one backward pass each.</summary>
    [From(1, 100_000)]
    public int Samples { get; init; } = 50;

    /// <summary>σ over the input's range (largest − smallest number of the sample), 0 to 1.</summary>
    [From(0, 1)]
    public double Noise { get; init; } = 0.15;

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) => 3 * Samples;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Settings.Check(this);
        using var generator = new Generator((ulong)context.Seed);
        using var scope = NewDisposeScope();
        Tensor x = context.Picture, sigma = Noise * (x.amax([1, 2, 3], keepdim: true) - x.amin([1, 2, 3], keepdim: true));
        Tensor first = zeros_like(x), second = zeros_like(x);
        foreach ((_, int count) in context.Chunks(Samples))
        {
            using var chunk = NewDisposeScope();
            // Drawn one by one, so that the noise does not depend on the chunks.
            Tensor noise =
                stack([.. Enumerable.Range(0, count).Select(_ => randn([1, .. x.shape[1..]], dtype: x.dtype, generator: generator))]).to(x.device);
            Tensor gradient = context.PictureGradient((x + sigma * noise).flatten(0, 1)).view([count, .. x.shape]);
            first.add_(gradient.sum([0]));
            second.add_(gradient.square().sum([0]));
        }
        return Combine(first / Samples, second / Samples).sum([1]).MoveToOuterDisposeScope();
    }

    private Tensor Combine(Tensor mean, Tensor squared) => form switch
    {
        SmoothGradForm.Squared => squared,
        SmoothGradForm.Variance => (squared - mean.square()).clamp_min(0),
        _ => mean.abs(),
    };
}
