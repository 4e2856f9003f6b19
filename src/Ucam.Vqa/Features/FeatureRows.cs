using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>Features as they are stored.</summary>
internal static class FeatureRows
{
    /// <summary>The most bytes that one picture may have.</summary>
    public const int Limit = int.MaxValue;

    /// <summary>Checks the size of a grid.</summary>
    /// <exception cref="ArgumentException">A size is below 1, or a picture would need more than 2 GB.</exception>
    public static long BytesOf(int rows, int columns, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Int128 bytes = (Int128)rows * columns * channels * 2;
        return bytes <= Limit
            ? (long)bytes : throw new ArgumentException($"A {rows}×{columns}×{channels} grid needs more than 2 GB a picture.", nameof(channels));
    }

    /// <summary>(B,P,C) as 16-bit floats on the CPU, in the caller's dispose scope.</summary>
    /// <param name="features">The features.</param>
    /// <param name="path">The file that they are for.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="picture">What each picture of the batch is called.</param>
    /// <exception cref="UcamException">A value is not finite as a 16-bit float; the message says of which picture and where.</exception>
    public static Tensor ToHalf(Tensor features, string path, int columns, Func<int, string> picture)
    {
        using var scope = NewDisposeScope();
        Tensor half = features.detach().to(ScalarType.Float16).cpu().contiguous();
        if (!half.isfinite().all().item<bool>())
        {
            long[] first = [.. half.isfinite().logical_not().nonzero()[0].data<long>()];
            throw new UcamException($"{path}: a feature of {picture((int)first[0])} is not a finite 16-bit float (limit 65,504), in "
                + $"{Place(first[1], first[2], columns)}; check the backbone.")
            { File = path, Field = "features" };
        }
        return half.MoveToOuterDisposeScope();
    }

    /// <summary>A place of the grid in words, counted from 1.</summary>
    public static string Place(long cell, long channel, int columns) =>
        $"row {cell / columns + 1}, column {cell % columns + 1} of the grid, channel {channel + 1}";
}
