using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

/// <summary>σ² = softplus(linear(logits)): one aleatoric variance per sample (docs/method.md §2). (B,K) → (B,1), positive.</summary>
internal sealed class VarianceHead : Module<Tensor, Tensor>
{
    /// <summary>Creates the head for K answers, Xavier-uniform with a zero bias.</summary>
    public VarianceHead(int answers) : base(nameof(VarianceHead))
    {
        _linear = Linear(answers, 1);
        RegisterComponents();
        HeadInitialiser.Initialise(this);
    }

    private readonly Linear _linear;

    /// <inheritdoc/>
    public override Tensor forward(Tensor logits)
    {
        using var scope = NewDisposeScope();
        return functional.softplus(_linear.call(logits)).MoveToOuterDisposeScope();
    }
}
