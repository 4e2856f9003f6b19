using TorchSharp;
using static TorchSharp.torch;

namespace Ucam.Features;

/// <summary>Features of pictures that are asked for by number, wherever they lie.</summary>
internal interface IPictureFeatures
{
    /// <summary>Number of pictures.</summary>
    int Count { get; }

    /// <summary>Rows of the grid.</summary>
    int Rows { get; }

    /// <summary>Columns of the grid.</summary>
    int Columns { get; }

    /// <summary>Channels of each cell, C.</summary>
    int Channels { get; }

    /// <summary>Copies pictures, by number, to a new (B, P, C) tensor of 32-bit floats on the CPU; the caller disposes it.</summary>
    Tensor Read(ReadOnlySpan<int> rows);

    /// <summary>The same as 16-bit floats, as they are stored.</summary>
    Tensor ReadHalf(ReadOnlySpan<int> rows);
}

internal static class PictureFeaturesOnDevice
{
    /// <summary>(B, P, C) of 32-bit floats on a device: features cross to another device than the CPU as they are stored, which halves the way.</summary>
    public static Tensor Read(this IPictureFeatures features, ReadOnlySpan<int> pictures, Device device)
    {
        if (device.type == DeviceType.CPU) return features.Read(pictures);
        using var scope = NewDisposeScope();
        return features.ReadHalf(pictures).to(device).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
