namespace Ucam.Imaging;

/// <summary>How values between samples are found when a grid is enlarged; shrinking always averages areas.</summary>
internal enum Enlarge
{
    /// <summary>Straight lines between neighbours: never leaves their range.</summary>
    Linear,

    /// <summary>Keys 1981, a = −1/2 (Catmull–Rom): sharper, may overshoot a little.</summary>
    Cubic,
}

/// <summary>Separable resampling with sample centres at half-integers; plain loops, so the result never depends on threads.</summary>
internal static class Resampler
{
    /// <summary>Resamples rows×columns values to down×across.</summary>
    public static float[] Resize(float[] values, int rows, int columns, int down, int across, Enlarge enlarge)
    {
        var vertical = new AxisPlan(rows, down, enlarge);
        var horizontal = new AxisPlan(columns, across, enlarge);
        // The smaller intermediate first: a 1×25,000,000 strip must not become 448×25,000,000 on the way.
        if ((long)down * columns <= (long)rows * across)
            return Pass(Pass(values, 1, columns, vertical), down, 1, horizontal);
        return Pass(Pass(values, rows, 1, horizontal), 1, across, vertical);
    }

    /// <summary>Applies a plan along the middle axis of outer×source×inner values.</summary>
    private static float[] Pass(float[] values, int outer, int inner, AxisPlan plan)
    {
        var result = new float[outer * plan.Count * inner];
        for (var o = 0; o < outer; o++)
        {
            var source = values.AsSpan(o * plan.Source * inner, plan.Source * inner);
            var target = result.AsSpan(o * plan.Count * inner, plan.Count * inner);
            for (var i = 0; i < plan.Count; i++) Mix(source, target.Slice(i * inner, inner), plan.Taps(i), inner);
        }
        return result;
    }

    private static void Mix(ReadOnlySpan<float> source, Span<float> target, ReadOnlySpan<Tap> taps, int inner)
    {
        foreach (var (index, weight) in taps)
        {
            var from = source.Slice(index * inner, inner);
            for (var c = 0; c < target.Length; c++) target[c] += weight * from[c];
        }
    }
}
