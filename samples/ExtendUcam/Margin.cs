using Ucam;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ExtendUcam;

/// <summary>An estimator: how close the second answer comes to the first, 1 − (p₁ − p₂).</summary>
internal sealed class Margin(Module<Tensor, Tensor> network) : IUncertaintyEstimator
{
    public string Name => "margin";

    public UncertaintyBatch Estimate(Tensor input)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor p = network.call(input).softmax(1), best = p.topk(2, 1).values;
        Tensor entropy = special.entr(p).sum(1), score = 1 - (best.select(1, 0) - best.select(1, 1));
        return new UncertaintyBatch(p.MoveToOuterDisposeScope(), entropy.MoveToOuterDisposeScope(), null, null, score.MoveToOuterDisposeScope());
    }
}
