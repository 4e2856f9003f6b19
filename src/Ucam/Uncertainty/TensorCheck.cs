using static TorchSharp.torch;

namespace Ucam.Uncertainty;

/// <summary>The conditions that losses and estimators put on tensors.</summary>
internal static class TensorCheck
{
    /// <summary>Refuses what is not a matrix of at least one row and one column.</summary>
    public static void Matrix(Tensor tensor, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.dim() != 2 || tensor.numel() == 0)
            throw new UcamException($"{name} has shape {Text(tensor.shape)}; give (batch, classes), both at least 1.") { Field = name };
    }

    /// <summary>Refuses another shape.</summary>
    public static void Shape(Tensor tensor, string name, long[] expected)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (!tensor.shape.AsSpan().SequenceEqual(expected))
            throw new UcamException($"{name} has shape {Text(tensor.shape)}; give {Text(expected)}.") { Field = name };
    }

    /// <summary>Refuses negative numbers.</summary>
    public static void NotNegative(Tensor tensor, string name)
    {
        using var scope = NewDisposeScope();
        if (tensor.detach().lt(0).any().cpu().item<bool>())
            throw new UcamException($"{name} holds a negative number; a variance is at least 0, take softplus or exp of what the head gives.")
            { Field = name };
    }

    /// <summary>Refuses NaN and infinities.</summary>
    public static void Finite(Tensor tensor, string name)
    {
        using var scope = NewDisposeScope();
        if (!tensor.detach().isfinite().all().cpu().item<bool>())
            throw new UcamException($"{name} holds a value that is not a finite number; check the input and the weights.") { Field = name };
    }

    private static string Text(long[] shape) => $"({string.Join(',', shape)})";
}
