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
    /// <exception cref="UcamException">A value is not finite as a 16-bit float.</exception>
    public static Tensor ToHalf(Tensor features, string path, string pictures)
    {
        using var scope = NewDisposeScope();
        Tensor half = features.detach().to(ScalarType.Float16).cpu().contiguous();
        if (!half.isfinite().all().item<bool>())
            throw new UcamException($"{path}: a feature of pictures {pictures} is not a finite 16-bit float (limit 65,504); check the backbone.")
            { File = path };
        return half.MoveToOuterDisposeScope();
    }
}
