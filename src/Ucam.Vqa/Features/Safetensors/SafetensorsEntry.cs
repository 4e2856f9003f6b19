using static TorchSharp.torch;

namespace Ucam.Vqa.Features.Safetensors;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="DType">Its element type; bytes where it is <see cref="Unreadable"/>.</param>
/// <param name="Shape">Its shape; empty for a scalar.</param>
/// <param name="Offset">Where its bytes begin, from the start of the file.</param>
/// <param name="Length">How many bytes it has: the product of the shape times the size of an element.</param>
internal sealed record SafetensorsEntry(string Name, ScalarType DType, long[] Shape, long Offset, long Length)
{
    /// <summary>The name of its element type in the header where libtorch has no such type, so that it cannot be read; null otherwise.</summary>
    public string? Unreadable { get; init; }
}
