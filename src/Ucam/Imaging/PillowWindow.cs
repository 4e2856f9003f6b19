using System.Runtime.Intrinsics;

namespace Ucam.Imaging;

/// <summary>The outputs wanted along one axis: <paramref name="Count"/> from <paramref name="First"/> on, out of <paramref name="Full"/>.</summary>
internal readonly record struct Window(long Full, long First, int Count);

/// <summary>
/// Pillow's resampling of 8-bit pictures, bit for bit: a filter over the neighbours, widened to what an output covers when the picture
/// shrinks; weights of 22 fractional bits, across before down, rounded to 8 bits after each. Pretrained networks were fed with it
/// (torchvision's Resize, the image processors of model hubs), and see other features through another filter.
/// </summary>
internal static class PillowWindow
{
    private const int FractionBits = 22;

    /// <summary>The source samples of one output: <paramref name="Weights"/> from <paramref name="First"/> on, in units of 2^−22.</summary>
    private readonly record struct Taps(int First, int[] Weights)
    {
        public int End => First + Weights.Length;
    }

    /// <summary>Interleaved RGB of the wanted window.</summary>
    public static byte[] Resize(ReadOnlySpan<byte> rgb, int width, int height, Window across, Window down,
        PictureFilter filter = PictureFilter.Bilinear)
    {
        Taps[] columns = Plan(width, across, filter), rows = Plan(height, down, filter);
        // Only the rows that the window needs: of a strip it may be a few of millions.
        (int top, int bottom) = (rows.Min(taps => taps.First), rows.Max(taps => taps.End));
        var narrow = new byte[(bottom - top) * across.Count * 3];
        for (int y = top; y < bottom; y++)
        {
            ReadOnlySpan<byte> line = rgb.Slice(y * width * 3, width * 3);
            Span<byte> target = narrow.AsSpan((y - top) * across.Count * 3);
            for (int x = 0; x < columns.Length; x++)
                for (int c = 0; c < 3; c++) target[x * 3 + c] = Mix(line[(columns[x].First * 3 + c)..], 3, columns[x].Weights);
        }
        int stride = across.Count * 3;
        var result = new byte[down.Count * stride];
        for (int y = 0; y < rows.Length; y++)
            MixRows(narrow.AsSpan((rows[y].First - top) * stride), result.AsSpan(y * stride, stride), rows[y].Weights);
        return result;
    }

    // Whole numbers, so that several at once come to the same as one after another.
    private static void MixRows(ReadOnlySpan<byte> values, Span<byte> target, int[] weights)
    {
        int i = 0;
        for (; Vector128.IsHardwareAccelerated && i <= target.Length - 16; i += 16)
        {
            Vector128<int> half = Vector128.Create(1 << (FractionBits - 1)), a = half, b = half, c = half, d = half;
            for (int k = 0; k < weights.Length; k++)
            {
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Create(values.Slice(k * target.Length + i, 16)));
                ((Vector128<uint> one, Vector128<uint> two), (Vector128<uint> three, Vector128<uint> four)) =
                    (Vector128.Widen(low), Vector128.Widen(high));
                a += one.AsInt32() * weights[k];
                b += two.AsInt32() * weights[k];
                c += three.AsInt32() * weights[k];
                d += four.AsInt32() * weights[k];
            }
            Vector128.Narrow(Vector128.Narrow(Whole(a), Whole(b)), Vector128.Narrow(Whole(c), Whole(d))).CopyTo(target[i..]);
        }
        for (; i < target.Length; i++) target[i] = Mix(values[i..], target.Length, weights);
    }

    private static Vector128<uint> Whole(Vector128<int> sum) =>
        Vector128.Min(Vector128.Max(sum >> FractionBits, Vector128<int>.Zero), Vector128.Create(255)).AsUInt32();

    private static byte Mix(ReadOnlySpan<byte> values, int step, int[] weights)
    {
        int sum = 1 << (FractionBits - 1);
        for (int i = 0; i < weights.Length; i++) sum += values[i * step] * weights[i];
        return (byte)Math.Clamp(sum >> FractionBits, 0, 255);
    }

    private static Taps[] Plan(int source, Window window, PictureFilter filter)
    {
        double step = source / (double)window.Full, scale = Math.Max(step, 1);
        return [.. Enumerable.Range(0, window.Count).Select(i => Around((window.First + i + 0.5) * step, scale, source, filter))];
    }

    private static Taps Around(double centre, double scale, int source, PictureFilter filter)
    {
        double reach = Reach(filter) * scale;
        int first = Math.Max(0, (int)(centre - reach + 0.5)), end = Math.Min(source, (int)(centre + reach + 0.5));
        double[] weights = [.. Enumerable.Range(first, end - first).Select(x => Weight(filter, (x - centre + 0.5) / scale))];
        double sum = weights.Sum();
        return new Taps(first, [.. weights.Select(weight => Whole(weight / sum * (1 << FractionBits)))]);
    }

    private static int Whole(double weight) => (int)(weight < 0 ? weight - 0.5 : weight + 0.5);

    private static double Reach(PictureFilter filter) =>
        filter switch { PictureFilter.Lanczos => 3, PictureFilter.Bicubic => 2, _ => 1 };

    private static double Weight(PictureFilter filter, double x) => filter switch
    {
        PictureFilter.Lanczos => Math.Abs(x) < 3 ? Sinc(x) * Sinc(x / 3) : 0,
        PictureFilter.Bicubic => Cubic(Math.Abs(x)),
        _ => Math.Max(0, 1 - Math.Abs(x)),
    };

    // Keys' kernel at a = −0.5.
    private static double Cubic(double x) => x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
