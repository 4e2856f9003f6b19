using Ucam.Explanations.Running;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam;

/// <summary>
/// FullGrad (Srinivas and Fleuret, NeurIPS 2019): ψ(x ∘ ∂target/∂x) + Σ over layers of ψ(b ∘ ∂target/∂z), summed over channels, where b
/// are the biases of convolutions and those that batch normalisation amounts to, β − γ·μ/σ, and z is what they are added to. As in
/// the authors' code ψ is the magnitude, scaled to [0,1] over the layer and enlarged (bilinear), and linear layers are left out.
/// </summary>
public sealed class FullGrad : ExplanationMethod
{
    /// <inheritdoc/>
    public override string Name => "full-grad";

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) => 3;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var scope = NewDisposeScope();
        (Tensor input, IReadOnlyList<Tensor> layers) = Decompose(context);
        using var quiet = no_grad();
        Tensor sum = Visible(input, context);
        foreach (Tensor layer in layers) sum += Visible(layer, context);
        return sum.MoveToOuterDisposeScope();
    }

    /// <summary>What the input (B,C,H,W) and each layer's biases (B,C,h,w) add to the target.</summary>
    internal static (Tensor Input, IReadOnlyList<Tensor> Layers) Decompose(ExplanationContext context)
    {
        using var scope = NewDisposeScope();
        // Before the probes are set, since it may run the model.
        Func<Tensor, Tensor> score = context.Bind();
        using var probes = new BiasProbes(context.Run.Model.Parts.Select(part => part.Module));
        (Tensor picture, IReadOnlyList<Tensor> layers) = context.Run.PictureGradient(context.Picture, score, probes);
        return ((picture * context.Picture).MoveToOuterDisposeScope(), [.. layers.Select(layer => layer.MoveToOuterDisposeScope())]);
    }

    private static Tensor Visible(Tensor contributions, ExplanationContext context)
    {
        Tensor size = contributions.abs();
        Tensor low = size.amin([1, 2, 3], keepdim: true), range = size.amax([1, 2, 3], keepdim: true) - low;
        Tensor scaled = where(range.eq(0), zeros_like(size), (size - low) / range).sum([1], keepdim: true);
        return functional.interpolate(scaled, context.Picture.shape[2..], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(1);
    }
}
