namespace Ucam.Tests.Certainty;

/// <summary>The gradient below the mark, by loops over plain numbers (B,P,C), from the definitions in docs/method.md §4.</summary>
internal static class CutReference
{
    public static double[] Combine(double[] y, double[] u, double[] a, double[]? variance, (int B, int P, int C) size,
        GradientCertaintyOptions options)
    {
        double[] mask = Mask(y, u, a, size, options), result = new double[y.Length];
        for (int i = 0; i < result.Length; i++)
        {
            int b = i / (size.P * size.C);
            double g = options.Target == CertaintyTarget.Total ? y[i] + u[i] : y[i], m = mask[i];
            if (options.Combine == CertaintyCombine.ActivationWeighted && variance is not null) m = Math.Clamp(m * (1 - variance[b]), 0, 1);
            result[i] = options.Combine == CertaintyCombine.Additive
                ? g + options.ScaleInPositions * m / size.B
                : g * (1 + options.ScaleInPositions * size.P * m);
        }
        return result;
    }

    /// <summary>m, repeated for each channel.</summary>
    public static double[] Mask(double[] y, double[] u, double[] a, (int B, int P, int C) size, GradientCertaintyOptions options)
    {
        double[] mask = new double[y.Length];
        for (int b = 0; b < size.B; b++)
        {
            double[,] p = Products(y, u, a, b, size, options);
            double largest = p.Cast<double>().Max(Math.Abs);
            for (int c = 0; c < size.C; c++)
            {
                double sum = 0;
                for (int at = 0; at < size.P; at++) sum += p[at, c] > 0 ? Math.Exp(p[at, c] / largest / options.Temperature) : 0;
                for (int at = 0; at < size.P; at++)
                    mask[(b * size.P + at) * size.C + c] = p[at, c] > 0 ? Math.Exp(p[at, c] / largest / options.Temperature) / sum : 0;
            }
        }
        return mask;
    }

    private static double[,] Products(double[] y, double[] u, double[] a, int b, (int B, int P, int C) size, GradientCertaintyOptions options)
    {
        double sign = options.Sign == CertaintySign.Reversed ? -1 : 1;
        double[] partner = options.Combine == CertaintyCombine.ActivationWeighted ? a : y;
        double[,] p = new double[size.P, size.C];
        for (int at = 0; at < size.P; at++)
        {
            double sum = 0;
            for (int c = 0; c < size.C; c++)
            {
                int i = (b * size.P + at) * size.C + c;
                p[at, c] = sign * u[i] * partner[i];
                sum += p[at, c];
            }
            for (int c = 0; c < size.C && options.Combine != CertaintyCombine.Additive; c++) p[at, c] = sum;
        }
        return p;
    }
}
