using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ucam.Vqa.Features.Safetensors;

/// <summary>
/// 16-bit floats as 32-bit ones. .NET 10 doesn't know the processor's own conversion, and its general one costs more than the memory does.
/// </summary>
internal static class HalfNumbers
{
    /// <summary>Exact for every number, infinities too; what is not a number stays so.</summary>
    /// <param name="from">The numbers.</param>
    /// <param name="to">At least as long.</param>
    // Optimised from the first call on: it otherwise runs for dozens of batches at a tenth of its speed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToSingle(ReadOnlySpan<Half> from, Span<float> to)
    {
        ReadOnlySpan<short> bits = MemoryMarshal.Cast<Half, short>(from);
        int i = 0, run = Vector256<short>.Count;
        for (; i <= bits.Length - run; i += run)
        {
            (Vector256<int> lower, Vector256<int> upper) = Vector256.Widen(Vector256.Create(bits[i..]));
            Widened(lower).CopyTo(to[i..]);
            Widened(upper).CopyTo(to[(i + run / 2)..]);
        }
        for (; i < bits.Length; i++) to[i] = (float)from[i];
    }

    /// <summary>The place of the first number that is NaN or infinite; −1 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FirstNotFinite(ReadOnlySpan<Half> numbers)
    {
        ReadOnlySpan<short> bits = MemoryMarshal.Cast<Half, short>(numbers);
        int i = 0, run = Vector256<short>.Count;
        Vector256<short> exponent = Vector256.Create((short)0x7c00);
        while (i <= bits.Length - run && !Vector256.EqualsAny(Vector256.Create(bits[i..]) & exponent, exponent)) i += run;
        for (; i < bits.Length; i++)
            if (!Half.IsFinite(numbers[i])) return i;
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Widened(Vector256<int> half)
    {
        // Sign, exponent and fraction in their places; the product corrects the exponent's bias, of numbers below the normal ones too.
        Vector256<int> placed = (half << 13) & Vector256.Create(unchecked((int)0x8fffe000)), top = Vector256.Create(0x0f800000);
        Vector256<float> number = placed.AsSingle() * 5.192296858534828e33f;
        return (number.AsInt32() | (Vector256.Equals(placed & top, top) & Vector256.Create(0x7f800000))).AsSingle();
    }
}
