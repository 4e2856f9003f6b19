using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty;

/// <summary>
/// Sums over the distorted passes of their losses and gradients, block by block. With p = softmax(ŷ_t), w = Σ_k n_k and
/// CE(ŷ_t) = w·lse(ŷ_t) − Σ_k n_k ŷ_tk: ∂CE/∂y = w·p − n and ∂CE/∂σ = w·Σ_k p_k z_k − Σ_k n_k z_k.
/// </summary>
internal sealed class DistortedSums
{
    private readonly Tensor _logits, _deviation, _clean, _target, _total, _matched;
    private readonly Tensor _distorted, _undistorted;

    /// <summary>Sums for both losses: of their weights (2,B), w·p (B,2,K) and ∂CE/∂σ (2,B).</summary>
    private readonly Tensor? _weights, _probabilities, _slopes;

    private readonly bool _batchMean;
    private readonly int _samples;

    public DistortedSums(Tensor logits, Tensor deviation, Tensor clean, Distortion distortion)
    {
        (_logits, _deviation, _clean) = (logits.detach(), deviation.detach(), clean.detach());
        _target = distortion.Target;
        _total = _target.sum(1);
        _matched = (_target * _logits).sum(1);
        _distorted = zeros_like(_clean);
        _undistorted = zeros_like(_clean);
        _batchMean = distortion.Options.Reduction == UndistortedReduction.BatchMean;
        _samples = distortion.Options.Samples;
        if (!distortion.Gradient) return;
        (long batch, long classes) = (logits.shape[0], logits.shape[1]);
        _weights = zeros([2, batch], dtype: logits.dtype, device: logits.device);
        _probabilities = zeros([batch, 2, classes], dtype: logits.dtype, device: logits.device);
        _slopes = zeros_like(_weights);
    }

    /// <summary>Adds a block of noise z (n,B,K), which is overwritten.</summary>
    public void Add(Tensor noise)
    {
        using var scope = NewDisposeScope();
        Tensor powers = _logits.addcmul(noise, _deviation, 1);
        Tensor top = powers.amax([-1], keepdim: true);
        powers.sub_(top).exp_();
        Tensor mass = powers.sum(-1, keepdim: true);
        Tensor matchedNoise = noise.transpose(0, 1).bmm(_target.unsqueeze(2)).squeeze(2).t();
        Tensor loss = _total * (mass.log() + top).squeeze(2) - _matched - _deviation.t() * matchedNoise;
        Tensor gap = _batchMean ? _clean.mean() - loss.mean([1], keepdim: true) : _clean - loss;
        _distorted.add_(loss.sum([0]));
        _undistorted.sub_(functional.elu(gap, 1.0).sum([0]));
        if (_weights is not null) AddGradients(noise, powers, mass.squeeze(2), matchedNoise, gap);
    }

    private void AddGradients(Tensor noise, Tensor powers, Tensor mass, Tensor matchedNoise, Tensor gap)
    {
        // The slope of ELU is 1 above zero and its exponential below.
        Tensor weights = stack([ones_like(mass), gap.clamp_max(0).exp().expand_as(mass)]);
        Tensor slope = _total * (noise.mul_(powers).sum(-1) / mass) - matchedNoise;
        _weights!.add_(weights.sum(1));
        _slopes!.add_((weights * slope).sum(1));
        _probabilities!.add_((weights * (_total / mass)).permute(2, 0, 1).bmm(powers.transpose(0, 1)));
    }

    /// <summary>The mean losses, (2,B).</summary>
    public Tensor Values() => stack([_distorted, _undistorted]) / _samples;

    /// <summary>Their gradients by the logits (B,2,K) and by σ (2,B), and the second's by L_y (B).</summary>
    public Tensor[] Gradients()
    {
        double batch = _batchMean ? _clean.shape[0] : 1;
        Tensor scale = tensor(new[] { 1.0 / _samples, 1 / (_samples * batch) }, dtype: _logits.dtype, device: _logits.device).unsqueeze(1);
        Tensor weights = _weights! * scale;
        Tensor logits = _probabilities! * scale - weights.t().unsqueeze(2) * _target.unsqueeze(1);
        return [logits, _slopes! * scale, -weights[1]];
    }
}
