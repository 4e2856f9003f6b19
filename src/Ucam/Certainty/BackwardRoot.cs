using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Ucam.Certainty;

/// <summary>Where a backward pass begins: a loss, or a tensor with its gradient.</summary>
internal sealed record BackwardRoot(Tensor From, Tensor? Gradient = null)
{
    /// <summary>Runs it and frees the graph; or, towards some leaves alone, keeps it.</summary>
    /// <exception cref="UcamException">The graph was freed before.</exception>
    public void Run(Tensor[]? towards)
    {
        // Not autograd.grad: TorchSharp lets what libtorch throws there end the process.
        try
        {
            autograd.backward([From], Gradient is null ? null : [Gradient], retain_graph: towards is not null, inputs: towards);
        }
        catch (ExternalException exception) when (exception.Message.Contains("second time", StringComparison.Ordinal))
        {
            throw new UcamException("The graph of the losses was used before, as by a second Backward; run the forward pass again.", exception);
        }
    }
}
