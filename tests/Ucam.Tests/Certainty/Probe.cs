using static TorchSharp.torch;

namespace Ucam.Tests.Certainty;

/// <summary>A mark between a leaf and two linear losses, whose gradients there are what the test says.</summary>
internal static class Probe
{
    /// <summary>The gradient below the mark when ∂L_y/∂a = y and ∂L_u/∂a = u; a is all ones unless given.</summary>
    public static double[] Passed(GradientCertainty certainty, Tensor y, Tensor u, Tensor? activation = null, Tensor? variance = null)
    {
        using var scope = NewDisposeScope();
        Tensor leaf = Leaf(activation ?? ones_like(y)), marked = certainty.Mark(leaf);
        certainty.Backward((marked * y).sum(), (marked * u).sum(), variance);
        return leaf.grad!.Numbers();
    }

    public static double[] Passed(GradientCertaintyOptions options, Tensor y, Tensor u, Tensor? activation = null, Tensor? variance = null)
    {
        using var certainty = new GradientCertainty(options);
        return Passed(certainty, y, u, activation, variance);
    }

    /// <summary>A copy that collects a gradient.</summary>
    public static Tensor Leaf(Tensor values) => values.detach().clone().requires_grad_(true);

    /// <summary>Normal float64 numbers.</summary>
    public static Tensor Normal(int seed, params long[] shape)
    {
        using var scope = NewDisposeScope();
        return Tensors.Normal(seed, shape).to(ScalarType.Float64).MoveToOuterDisposeScope();
    }
}
