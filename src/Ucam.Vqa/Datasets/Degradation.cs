namespace Ucam.Vqa.Datasets;

/// <summary>What stands between a scene and the eye: blur, then dim light, then pixel noise.</summary>
internal static class Degradation
{
    /// <summary>Degrades a square picture in place.</summary>
    /// <param name="rgb">size·size·3 bytes.</param>
    /// <param name="size">Side in pixels.</param>
    /// <param name="blur">Standard deviation of the Gaussian blur in sides of the picture; 0 for none.</param>
    /// <param name="light">Factor on every level, in (0,1]; 1 for none.</param>
    /// <param name="noise">Standard deviation of the noise in levels; 0 for none.</param>
    /// <param name="random">Drives the noise.</param>
    public static void Apply(byte[] rgb, int size, double blur, double light, double noise, SetRandom random)
    {
        if (blur > 0) Blur(rgb, size, blur * size);
        if (light < 1) Dim(rgb, light);
        if (noise > 0) AddNoise(rgb, noise, random.Next());
    }

    private static void Blur(byte[] rgb, int size, double sigma)
    {
        int reach = Math.Max(1, (int)Math.Ceiling(2.5 * sigma));
        float[] kernel = [.. Enumerable.Range(-reach, 2 * reach + 1).Select(i => (float)Math.Exp(-0.5 * i * i / (sigma * sigma)))];
        float sum = kernel.Sum();
        for (int i = 0; i < kernel.Length; i++) kernel[i] /= sum;
        var across = new byte[rgb.Length];
        for (int y = 0; y < size; y++) BlurRow(rgb, across, y * size * 3, size, kernel, reach);
        var total = new float[size * 3];
        for (int y = 0; y < size; y++) BlurColumn(across, rgb, y, size, kernel, total);
    }

    private static void BlurRow(byte[] from, byte[] to, int start, int size, float[] kernel, int reach)
    {
        int width = size * 3;
        var padded = new float[width + 6 * reach];
        for (int i = 0; i < padded.Length; i++)
        {
            int pixel = Math.Clamp(i / 3 - reach, 0, size - 1);
            padded[i] = from[start + pixel * 3 + i % 3];
        }
        var total = new float[width];
        for (int k = 0; k < kernel.Length; k++) Accumulate(total, padded.AsSpan(3 * k, width), kernel[k]);
        for (int i = 0; i < width; i++) to[start + i] = (byte)(total[i] + 0.5f);
    }

    private static void BlurColumn(byte[] from, byte[] to, int y, int size, float[] kernel, float[] total)
    {
        int width = size * 3, reach = kernel.Length / 2;
        Array.Clear(total);
        for (int k = 0; k < kernel.Length; k++)
        {
            int row = Math.Clamp(y + k - reach, 0, size - 1) * width;
            float weight = kernel[k];
            for (int i = 0; i < width; i++) total[i] += weight * from[row + i];
        }
        for (int i = 0; i < width; i++) to[y * width + i] = (byte)(total[i] + 0.5f);
    }

    private static void Accumulate(Span<float> total, ReadOnlySpan<float> values, float weight)
    {
        for (int i = 0; i < total.Length; i++) total[i] += weight * values[i];
    }

    private static void Dim(byte[] rgb, double light)
    {
        var table = new byte[256];
        for (int i = 0; i < 256; i++) table[i] = (byte)(i * light + 0.5);
        for (int i = 0; i < rgb.Length; i++) rgb[i] = table[rgb[i]];
    }

    // The sum of four uniform bytes is close to normal, with mean 510 and standard deviation 147.8.
    private static void AddNoise(byte[] rgb, double deviation, ulong seed)
    {
        var random = new SetRandom(seed);
        int scale = (int)(deviation / 147.8 * 65536);
        for (int i = 0; i < rgb.Length; i += 2)
        {
            ulong bits = random.Next();
            rgb[i] = Shifted(rgb[i], bits, scale);
            if (i + 1 < rgb.Length) rgb[i + 1] = Shifted(rgb[i + 1], bits >> 32, scale);
        }
    }

    private static byte Shifted(byte value, ulong bits, int scale)
    {
        int sum = (int)((bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24 & 255)) - 510;
        return (byte)Math.Clamp(value + (sum * scale >> 16), 0, 255);
    }
}
