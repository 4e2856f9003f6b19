namespace Ucam.Imaging;

/// <summary>The outputs wanted along one axis: <paramref name="Count"/> from <paramref name="First"/> on, out of <paramref name="Full"/>.</summary>
internal readonly record struct Window(long Full, long First, int Count);

/// <summary>
/// Pillow's bilinear resampling of 8-bit pictures, bit for bit: a triangle over the neighbours, widened to what an output covers when
/// the picture shrinks; weights of 22 fractional bits, across before down, rounded to 8 bits after each. Pretrained networks were fed
/// with it (torchvision's Resize), and see other features through another filter.
/// </summary>
internal static class BilinearWindow
{
    private const int FractionBits = 22;

    /// <summary>The source samples of one output: <paramref name="Weights"/> from <paramref name="First"/> on, in units of 2^−22.</summary>
    private readonly record struct Taps(int First, int[] Weights)
    {
        public int End => First + Weights.Length;
    }

    /// <summary>Interleaved RGB of the wanted window.</summary>
    public static byte[] Resize(ReadOnlySpan<byte> rgb, int width, int height, Window across, Window down)
    {
        Taps[] columns = Plan(width, across), rows = Plan(height, down);
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
            for (int i = 0; i < stride; i++) result[y * stride + i] = Mix(narrow.AsSpan((rows[y].First - top) * stride + i), stride, rows[y].Weights);
        return result;
    }

    private static byte Mix(ReadOnlySpan<byte> values, int step, int[] weights)
    {
        int sum = 1 << (FractionBits - 1);
        for (int i = 0; i < weights.Length; i++) sum += values[i * step] * weights[i];
        return (byte)Math.Clamp(sum >> FractionBits, 0, 255);
    }

    private static Taps[] Plan(int source, Window window)
    {
        double step = source / (double)window.Full, reach = Math.Max(step, 1);
        return [.. Enumerable.Range(0, window.Count).Select(i => Around((window.First + i + 0.5) * step, reach, source))];
    }

    private static Taps Around(double centre, double reach, int source)
    {
        int first = Math.Max(0, (int)(centre - reach + 0.5)), end = Math.Min(source, (int)(centre + reach + 0.5));
        double[] weights = [.. Enumerable.Range(first, end - first).Select(x => Math.Max(0, 1 - Math.Abs((x - centre + 0.5) / reach)))];
        double sum = weights.Sum();
        return new Taps(first, [.. weights.Select(weight => (int)(0.5 + weight / sum * (1 << FractionBits)))]);
    }
}
