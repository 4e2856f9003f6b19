using Ucam.Uncertainty.Losses;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Uncertainty.Losses;

/// <summary>The aleatoric terms as their definitions say, by autograd over the whole noise (T,B,K).</summary>
internal static class PlainAleatoric
{
    /// <summary>L_p and UDL of each sample.</summary>
    public static (Tensor Distorted, Tensor Undistorted) Terms(Tensor logits, Tensor variance, Tensor target, Tensor noise,
        AleatoricLossOptions options)
    {
        Tensor deviation = (variance + 1e-6).sqrt();
        if (!options.Reparameterised) deviation = deviation.detach();
        Tensor probabilities = (logits + deviation * noise).softmax(-1);
        Tensor losses = -(target * probabilities.log()).sum(-1);
        Tensor clean = -(target * logits.softmax(-1).log()).sum(-1);
        Tensor distorted = options.Gaussian == GaussianCrossEntropy.Published ? losses.mean([0]) : -(target * probabilities.mean([0]).log()).sum(-1);
        bool batch = options.Reduction == UndistortedReduction.BatchMean;
        Tensor undistorted = options.Undistorted switch
        {
            UndistortedForm.Published when batch => -functional.elu(clean.mean() - losses.mean([1]), 1.0).mean().expand_as(clean),
            UndistortedForm.Published => -functional.elu(clean - losses, 1.0).mean([0]),
            UndistortedForm.OfMeans when batch => functional.elu(distorted.mean() - clean.mean(), 1.0).expand_as(clean),
            UndistortedForm.OfMeans => functional.elu(distorted - clean, 1.0),
            _ => zeros_like(clean),
        };
        return (distorted, undistorted);
    }

    /// <summary>Every combination of the variants that change L_p and UDL.</summary>
    public static IEnumerable<AleatoricLossOptions> Variants(int samples) =>
        from gaussian in Enum.GetValues<GaussianCrossEntropy>()
        from undistorted in Enum.GetValues<UndistortedForm>()
        from reduction in Enum.GetValues<UndistortedReduction>()
        from reparameterised in new[] { true, false }
        select new AleatoricLossOptions
        { Samples = samples, Gaussian = gaussian, Undistorted = undistorted, Reduction = reduction, Reparameterised = reparameterised };
}
