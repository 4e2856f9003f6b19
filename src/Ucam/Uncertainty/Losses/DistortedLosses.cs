using static TorchSharp.torch;

namespace Ucam.Uncertainty.Losses;

/// <summary>
/// (logits (B,K), deviation σ (B,1), clean L_y (B)) → (2,B): the mean over T of CE(ŷ_t), and of −ELU(L_y − CE(ŷ_t)). The forward
/// pass streams values and gradients together; the backward pass is a product. No second derivatives.
/// </summary>
internal sealed class DistortedLosses : autograd.SingleTensorFunction<DistortedLosses>
{
    private const string Kept = nameof(Kept), Batch = nameof(Batch);

    public override string Name => nameof(DistortedLosses);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var distortion = (Distortion)vars[3];
        using var scope = NewDisposeScope();
        DistortedSums sums = DistortedSums.Create((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], distortion);
        foreach ((Tensor noise, Action drawNext) in NoiseBlocks.Draw((Tensor)vars[0], distortion.Options, distortion.Noise))
            sums.Add(noise, drawNext);
        if (distortion.Gradient)
        {
            ctx.save_for_backward([.. sums.Gradients().Select(gradient => gradient.MoveToOuterDisposeScope())]);
            ctx.save_data(Batch, distortion.Options.Reduction == UndistortedReduction.BatchMean);
        }
        return sums.Values().MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        Tensor upper = grad_output;
        // Each sample carries the batch's UDL, so each sample's gradient goes to the whole batch.
        if ((bool)ctx.get_data(Batch)) upper = stack([upper[0], upper[1].sum().expand_as(upper[1])]);
        Tensor rows = upper.t().unsqueeze(1);
        List<Tensor> gradients = [rows.bmm(saved[0]).squeeze(1), (upper * saved[1]).sum([0]).unsqueeze(1), upper[1] * saved[2], null!];
        // Kept until the graph goes: native code reads the handles after this returns.
        ctx.save_data(Kept, gradients);
        return gradients;
    }
}
