using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Ucam.Numbers;

/// <summary>Gradients of a score with respect to leaves, which end up with none in .grad.</summary>
internal static class Differential
{
    /// <summary>∂score/∂leaf for each leaf; the leaves are the runner's own.</summary>
    /// <param name="score">Any shape; the gradient is that of its sum.</param>
    /// <param name="leaves">Tensors that need a gradient.</param>
    /// <param name="where">What the leaves are, for the message.</param>
    /// <param name="retain">Whether the graph is used again.</param>
    public static Tensor[] Of(Tensor score, IReadOnlyList<Tensor> leaves, string where, bool retain = false)
    {
        using var scope = NewDisposeScope();
        if (is_inference_mode_enabled())
            throw new UcamException("Gradients are off (inference_mode): make the map outside of it, or "
                + "take a method without gradients, such as rise.");
        if (!score.requires_grad) throw Independent(where);
        try
        {
            // Not autograd.grad: TorchSharp lets what libtorch throws there end the process.
            autograd.backward([score.sum()], retain_graph: retain, inputs: [.. leaves]);
            Tensor?[] gradients = [.. leaves.Select(leaf => leaf.grad)];
            if (Array.TrueForAll(gradients, gradient => gradient is null)) throw Independent(where);
            return [.. gradients.Select((gradient, i) => (gradient?.detach() ?? zeros_like(leaves[i])).MoveToOuterDisposeScope())];
        }
        catch (ExternalException exception)
        {
            throw new UcamException($"The backward pass to {where} failed: "
                + $"{exception.Message.Split('\n')[0].TrimEnd('.')}; take a method without gradients, such as rise.", exception);
        }
        finally
        {
            foreach (Tensor leaf in leaves) leaf.grad = null;
        }
    }

    private static UcamException Independent(string where) =>
        new($"The target does not depend on {where} by a differentiable way; choose another "
            + "layer or target, or a method without gradients, such as rise.");
}
