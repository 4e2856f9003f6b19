using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam;

/// <summary>
/// Score-CAM (Wang et al., CVPR Workshops 2020): ReLU(Σ_k α_k A_k), α the softmax over channels of the target for the input times A_k,
/// enlarged (bilinear) and scaled to [0,1]. The paper's target of a blank input is the same for every channel, which the softmax
/// takes away. No gradient; one forward pass a channel. The map depends on the target's scale, by the softmax.
/// </summary>
public sealed class ScoreCam : ExplanationMethod
{
    /// <inheritdoc/>
    public override string Name => "score-cam";

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) => (int)context.Activation.shape[1];

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor a = context.Activation;
        long channels = a.shape[1];
        Tensor scores = empty([channels, context.Batch], dtype: context.Picture.dtype, device: a.device);
        foreach ((int start, int count) in context.Chunks((int)channels))
        {
            using var chunk = NewDisposeScope();
            Tensor masks = Masks(a.narrow(1, start, count), context.Picture.shape[2..]);
            Tensor masked = masks.transpose(0, 1).unsqueeze(2) * context.Picture.unsqueeze(0);
            scores.narrow(0, start, count).copy_(context.Score(masked.flatten(0, 1)));
        }
        Tensor weights = scores.softmax(0).transpose(0, 1).to(a.dtype);
        return (weights.unsqueeze(-1).unsqueeze(-1) * a).sum([1]).relu().MoveToOuterDisposeScope();
    }

    // (B,n,h,w) → (B,n,H,W) in [0,1]; a constant channel masks everything.
    private static Tensor Masks(Tensor maps, long[] size)
    {
        Tensor large = functional.interpolate(maps, size, mode: InterpolationMode.Bilinear, align_corners: false);
        Tensor low = large.amin([2, 3], keepdim: true), range = large.amax([2, 3], keepdim: true) - low;
        return where(range.eq(0), zeros_like(large), (large - low) / range);
    }
}
