using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Ucam.Explanations.Onnx;

/// <summary>Written numbers as the element type of an input holds them: what it does not hold is refused, not rounded or cut off.</summary>
internal static class OnnxNumbers
{
    // Whole numbers up to here are their own in double precision.
    private const double Exact = 1L << 53;

    /// <summary>Reads them.</summary>
    /// <param name="texts">Each a number.</param>
    /// <param name="element">The element type of the input.</param>
    /// <param name="wrong">Makes the exception of a fault: "'1.5', which ...".</param>
    /// <returns>[texts], of 64-bit integers for an element type without fractions, else of 64-bit floats.</returns>
    /// <exception cref="UcamException">A text is no number, or none that the input holds.</exception>
    public static Tensor Read(IReadOnlyList<string> texts, Type element, Func<string, UcamException> wrong)
    {
        if (element == typeof(long)) return Whole(long.MinValue, long.MaxValue);
        if (element == typeof(int)) return Whole(int.MinValue, int.MaxValue);
        if (element == typeof(byte)) return Whole(byte.MinValue, byte.MaxValue);
        double most = element == typeof(Float16) ? (double)Half.MaxValue : element == typeof(float) ? float.MaxValue : double.MaxValue;
        return tensor(texts.Select(text => Number(text) is var number && Math.Abs(number) <= most ? number
            : throw Beyond(text, -most, most)).ToArray());

        Tensor Whole(long least, long most) => tensor(texts.Select(text =>
            Integer(text) is { } whole && whole >= least && whole <= most ? whole : throw Beyond(text, least, most)).ToArray());

        UcamException Beyond(string text, IFormattable least, IFormattable most) => wrong(string.Create(CultureInfo.InvariantCulture,
            $"'{Shown(text)}', which is out of range: it takes numbers from {least} to {most}"));

        double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && !double.IsNaN(number) ? number : throw wrong($"'{Shown(text)}', which is no number; separate numbers by commas");

        // "3.0" and "1e3" are whole numbers too; null beyond those of 64 bits.
        long? Integer(string text)
        {
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)) return whole;
            double number = Number(text);
            if (Math.Abs(number) > Exact) return null;
            return number == Math.Floor(number) ? (long)number : throw wrong($"'{Shown(text)}', which is no whole number, as it takes");
        }
    }

    private static string Shown(string text) => ControlText.Shown(text, kept: "");
}
