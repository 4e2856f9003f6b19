using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ucam.Numbers;

/// <summary>
/// Standard normal numbers from uniform ones (Box and Muller 1958), bit for bit as libtorch makes them where the processor has AVX2:
/// in runs of 16, eight radii and then eight angles, with the polynomials of Cephes and multiply-adds where its compiler put them.
/// </summary>
internal static class NormalNumbers
{
    /// <summary>Numbers that are made together.</summary>
    public const int Run = 16;

    /// <summary>Whether libtorch takes this way on this processor.</summary>
    public static bool Supported => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>Changes whole runs of uniform numbers in [0,1) in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromUniform(Span<float> numbers)
    {
        for (int i = 0; i <= numbers.Length - Run; i += Run)
        {
            Span<float> radii = numbers[i..], angles = numbers[(i + Run / 2)..];
            Vector256<float> radius = Vector256.Sqrt(Log(Vector256<float>.One - Vector256.Create<float>(radii)) * -2f);
            (Vector256<float> sin, Vector256<float> cos) = SinCos(Vector256.Create<float>(angles) * (2 * MathF.PI));
            (radius * cos).CopyTo(radii);
            (radius * sin).CopyTo(angles);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Log(Vector256<float> x)
    {
        Vector256<int> bits = x.AsInt32();
        Vector256<float> exponent = Vector256.ConvertToSingle((bits >>> 23) - Vector256.Create(126));
        x = ((bits & Vector256.Create(0x7fffff)) | Vector256.Create(0x3f000000)).AsSingle();
        Vector256<float> one = Vector256<float>.One, small = Vector256.LessThan(x, Vector256.Create(0.70710678f));
        exponent -= small & one;
        x = x - one + (x & small);
        Vector256<float> z = x * x, y = Vector256.Create(7.0376836292e-2f);
        y = MultiplyAdd(y, x, -1.1514610310e-1f);
        y = MultiplyAdd(y, x, 1.1676998740e-1f);
        y = MultiplyAdd(y, x, -1.2420140846e-1f);
        y = MultiplyAdd(y, x, 1.4249322787e-1f);
        y = MultiplyAdd(y, x, -1.6668057665e-1f);
        y = MultiplyAdd(y, x, 2.0000714765e-1f);
        y = MultiplyAdd(y, x, -2.4999993993e-1f);
        y = MultiplyAdd(y, x, 3.3333331174e-1f);
        // ln 2 in two parts, the small one first.
        y = Vector256.FusedMultiplyAdd(y * x, z, exponent * -2.12194440e-4f);
        y = Vector256.FusedMultiplyAdd(-z, Vector256.Create(0.5f), y);
        return Vector256.FusedMultiplyAdd(exponent, Vector256.Create(0.693359375f), x + y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Sin, Vector256<float> Cos) SinCos(Vector256<float> x)
    {
        Vector256<int> octant = (Vector256.ConvertToInt32(x * (4 / MathF.PI)) + Vector256<int>.One) & Vector256.Create(~1);
        Vector256<float> turns = Vector256.ConvertToSingle(octant);
        // π/4 in three parts, so that the difference is exact.
        x = Vector256.FusedMultiplyAdd(turns, Vector256.Create(-0.78515625f), x);
        x = Vector256.FusedMultiplyAdd(turns, Vector256.Create(-2.4187564849853515625e-4f), x);
        x = Vector256.FusedMultiplyAdd(turns, Vector256.Create(-3.77489497744594108e-8f), x);
        Vector256<float> z = x * x;
        Vector256<float> even =
            MultiplyAdd(MultiplyAdd(Vector256.Create(2.443315711809948e-5f), z, -1.388731625493765e-3f), z, 4.166664568298827e-2f);
        even = Vector256.FusedMultiplyAdd(even * z, z, z * -0.5f) + Vector256<float>.One;
        Vector256<float> odd = MultiplyAdd(MultiplyAdd(Vector256.Create(-1.9515295891e-4f), z, 8.3321608736e-3f), z, -1.6666654611e-1f);
        odd = Vector256.FusedMultiplyAdd(odd * z, x, x);
        Vector256<float> straight = Vector256.Equals(octant & Vector256.Create(2), Vector256<int>.Zero).AsSingle();
        Vector256<float> sin = Vector256.ConditionalSelect(straight, odd, even), cos = Vector256.ConditionalSelect(straight, even, odd);
        return (Negated(sin, octant & Vector256.Create(4)), Negated(cos, Vector256.AndNot(Vector256.Create(4), octant - Vector256.Create(2))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> factor, float addend) =>
        Vector256.FusedMultiplyAdd(x, factor, Vector256.Create(addend));

    /// <summary>The other sign where a bit of value 4 is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Negated(Vector256<float> x, Vector256<int> four) => (x.AsInt32() ^ (four << 29)).AsSingle();
}
