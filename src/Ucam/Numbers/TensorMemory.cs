using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Ucam.Numbers;

/// <summary>
/// The numbers of a contiguous tensor on the CPU, which must outlive this; a span of any part, also where the whole has more than 2 GB.
/// </summary>
internal readonly unsafe struct TensorMemory<T> where T : unmanaged
{
    private readonly T* _first;

    public TensorMemory(Tensor tensor)
    {
        if (!tensor.is_contiguous()) throw new ArgumentException("The tensor is not contiguous.", nameof(tensor));
        using Tensor values = tensor.detach(), flat = values.view(-1), first = flat.narrow(0, 0, Math.Min(1, flat.numel()));
        _first = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
        Count = flat.numel();
    }

    /// <summary>How many numbers there are.</summary>
    public long Count { get; }

    public ref T this[long index] => ref Span(index, 1)[0];

    public Span<T> Span(long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, Count);
        return new Span<T>(_first + start, length);
    }
}
