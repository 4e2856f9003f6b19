using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Losses;

/// <summary>The sums by libtorch, a whole block through each step: for every device and precision.</summary>
internal sealed class DistortedBlocks(Tensor logits, Tensor deviation, Tensor clean, Distortion distortion)
    : DistortedSums(logits, deviation, clean, distortion)
{
    public override void Add(Tensor noise, Action? beside = null)
    {
        using var scope = NewDisposeScope();
        Tensor powers = Logits.addcmul(noise, Deviation, 1);
        Tensor top = powers.amax([-1], keepdim: true);
        powers.sub_(top).exp_();
        Tensor mass = powers.sum(-1, keepdim: true);
        Tensor matchedNoise = noise.transpose(0, 1).bmm(Target.unsqueeze(2)).squeeze(2).t();
        Tensor loss = Total * (mass.log() + top).squeeze(2) - Matched - Deviation.t() * matchedNoise;
        Tensor gap = BatchMean ? Clean.mean() - loss.mean([1], keepdim: true) : Clean - loss;
        Distorted.add_(loss.sum([0]));
        Undistorted.sub_(functional.elu(gap, 1.0).sum([0]));
        if (Weights is not null) AddGradients(noise, powers, mass.squeeze(2), matchedNoise, gap);
    }

    private void AddGradients(Tensor noise, Tensor powers, Tensor mass, Tensor matchedNoise, Tensor gap)
    {
        // The slope of ELU is 1 above zero and its exponential below.
        Tensor weights = stack([ones_like(mass), gap.clamp_max(0).exp().expand_as(mass)]);
        Tensor slope = Total * (noise.mul_(powers).sum(-1) / mass) - matchedNoise;
        Weights!.add_(weights.sum(1));
        Slopes!.add_((weights * slope).sum(1));
        Probabilities!.add_((weights * (Total / mass)).permute(2, 0, 1).bmm(powers.transpose(0, 1)));
    }
}
