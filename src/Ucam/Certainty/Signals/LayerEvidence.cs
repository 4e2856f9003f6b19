using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Certainty.Signals;

/// <summary>Gradient evidence at a layer of any classifier.</summary>
internal static class LayerEvidence
{
    /// <summary>
    /// At a submodule's output (B,C,…), by one pass in evaluation mode in which gradients are recorded from there on alone; the evidence of
    /// a position is the sum over its channels.
    /// </summary>
    /// <exception cref="UcamException">There is no such submodule, it did not run, or its output has no positions.</exception>
    public static GradientEvidence Of(Module<Tensor, Tensor> network, Tensor input, string layer, Tensor answer)
    {
        using var scope = NewDisposeScope();
        using var mode = new EvaluationMode(network);
        using var quiet = no_grad();
        Tensor? marked = null;
        IDisposable? recording = null;
        Action remove = ActivationHook.Register(network, layer, output =>
        {
            recording ??= enable_grad();
            // The layers above get a copy, since they may work in place, which a leaf forbids.
            return (marked ??= output.detach().clone().requires_grad_()).clone();
        });
        try
        {
            Tensor logits = Classifier.TwoClasses(network.call(input));
            if (marked is null)
                throw new UcamException($"The submodule '{layer}' did not run; it must be run by call, not by forward.") { Field = layer };
            Positions.Check(marked, PositionLayout.ChannelsThenPositions);
            GradientEvidence each = GradientEvidence.At(logits, answer, marked)[0];
            Tensor Summed(Tensor evidence) => Positions.Flatten(evidence, PositionLayout.ChannelsThenPositions).sum(2, keepdim: true);
            return (each with { Answer = Summed(each.Answer), Doubt = Summed(each.Doubt) }).MoveToOuterDisposeScope();
        }
        finally
        {
            remove();
            recording?.Dispose();
        }
    }
}
