using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// Ablation-CAM (Desai and Ramaswamy, WACV 2020): ReLU(Σ_k w_k A_k), w_k = (y − y_k) / |y|, y_k the target with channel k of the layer
/// set to 0. By the magnitude of y, so that a target below 0 does not turn the map over. One forward pass a channel.
/// </summary>
public sealed class AblationCam : ExplanationMethod
{
    /// <inheritdoc/>
    public override string Name => "ablation-cam";

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) => (int)context.Activation.shape[1] + 1;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor a = context.Activation, y = context.ScoreActivations(a);
        long channels = a.shape[1];
        Tensor drops = empty([channels, context.Batch], dtype: y.dtype, device: y.device);
        foreach ((int start, int count) in context.Chunks((int)channels))
        {
            using var chunk = NewDisposeScope();
            Tensor kept = 1 - eye(channels, dtype: a.dtype, device: a.device).narrow(0, start, count);
            Tensor ablated = (a.unsqueeze(0) * kept.view(count, 1, channels, 1, 1)).flatten(0, 1);
            drops.narrow(0, start, count).copy_(y - context.ScoreActivations(ablated));
        }
        Tensor size = y.abs(), weights = where(size.eq(0), drops, drops / size).transpose(0, 1);
        return (weights.unsqueeze(-1).unsqueeze(-1) * a).sum([1]).relu().MoveToOuterDisposeScope();
    }
}
