using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Losses;

/// <summary>
/// (logits (B,K), deviation σ (B,1)) → (B): −Σ_k n_k·log p̄_k with p̄ the mean of softmax(ŷ_t) over T (Kendall and Gal 2017,
/// equation 12, for soft targets). The gradient weighs each pass by its share r_tk = p_tk / Σ_s p_sk of p̄, which is known after the
/// last pass only: it draws the same noise a second time instead of keeping (T,B,K). No second derivatives.
/// </summary>
internal sealed class MixtureLoss : autograd.SingleTensorFunction<MixtureLoss>
{
    private const string Kept = nameof(Kept);

    public override string Name => nameof(MixtureLoss);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var distortion = (Distortion)vars[2];
        using var scope = NewDisposeScope();
        Tensor logits = ((Tensor)vars[0]).detach(), deviation = ((Tensor)vars[1]).detach(), target = distortion.Target;
        using Tensor state = distortion.Noise.Generator.get_state();
        Tensor sum = LogSum(logits, deviation, distortion);
        if (distortion.Gradient)
        {
            distortion.Noise.Generator.set_state(state);
            (Tensor byLogits, Tensor byDeviation) = Gradients(logits, deviation, target, sum, distortion);
            ctx.save_for_backward([byLogits.MoveToOuterDisposeScope(), byDeviation.MoveToOuterDisposeScope()]);
        }
        return (target * (sum - Math.Log(distortion.Options.Samples))).sum(1).neg().MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        Tensor rows = grad_output.unsqueeze(1);
        List<Tensor> gradients = [saved[0] * rows, saved[1] * rows, null!];
        // Kept until the graph goes: native code reads the handles after this returns.
        ctx.save_data(Kept, gradients);
        return gradients;
    }

    /// <summary>log Σ_t p_t, (B,K).</summary>
    private static Tensor LogSum(Tensor logits, Tensor deviation, Distortion distortion)
    {
        Tensor sum = full_like(logits, double.NegativeInfinity);
        foreach ((Tensor noise, _) in NoiseBlocks.Draw(logits, distortion.Options, distortion.Noise))
        {
            using var block = NewDisposeScope();
            Tensor log = functional.log_softmax(logits.addcmul(noise, deviation, 1), -1);
            sum.copy_(logaddexp(sum, log.logsumexp(0)));
        }
        return sum;
    }

    /// <summary>With a_t = Σ_k n_k r_tk: Σ_t a_t p_t − n by the logits, and Σ_t Σ_k (a_t p_tk − n_k r_tk) z_tk by σ.</summary>
    private static (Tensor ByLogits, Tensor ByDeviation) Gradients(Tensor logits, Tensor deviation, Tensor target, Tensor sum, Distortion distortion)
    {
        Tensor byLogits = -target, byDeviation = zeros_like(deviation);
        foreach ((Tensor noise, _) in NoiseBlocks.Draw(logits, distortion.Options, distortion.Noise))
        {
            using var block = NewDisposeScope();
            Tensor log = functional.log_softmax(logits.addcmul(noise, deviation, 1), -1);
            Tensor shares = (log - sum).exp_().mul_(target);
            Tensor weighted = log.exp_().mul_(shares.sum(-1, keepdim: true));
            byLogits.add_(weighted.sum([0]));
            byDeviation.add_(weighted.sub_(shares).mul_(noise).sum(-1, keepdim: true).sum([0]));
        }
        return (byLogits, byDeviation);
    }
}
