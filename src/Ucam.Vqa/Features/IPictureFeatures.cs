using TorchSharp;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

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

    /// <summary>Fills (B, P, C) of 32-bit or 16-bit floats on the CPU with the features of B pictures, by number.</summary>
    void ReadInto(ReadOnlySpan<int> rows, Tensor target);
}

internal static class ReadingFeatures
{
    /// <summary>A new (B, P, C) tensor of 32-bit or 16-bit floats on the CPU; the caller disposes it.</summary>
    public static Tensor Fresh(this IPictureFeatures features, ReadOnlySpan<int> rows, ScalarType type)
    {
        Tensor target = empty([rows.Length, features.Rows * features.Columns, features.Channels], dtype: type, device: CPU);
        try
        {
            features.ReadInto(rows, target);
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    /// <summary>As what features are read for a device: to another than the CPU they cross as they are stored, which halves the way.</summary>
    public static ScalarType TypeFor(Device device) => device.type == DeviceType.CPU ? ScalarType.Float32 : ScalarType.Float16;

    /// <summary>(B, P, C) of 32-bit floats on a device, the CPU where null; the caller disposes it.</summary>
    public static Tensor Read(this IPictureFeatures features, ReadOnlySpan<int> rows, Device? device = null)
    {
        device ??= CPU;
        Tensor read = features.Fresh(rows, TypeFor(device));
        return device.type == DeviceType.CPU ? read : Across(read, device);
    }

    /// <summary>What was read as 16-bit floats, as 32-bit floats on the device; disposes what it takes.</summary>
    public static Tensor Across(Tensor read, Device device)
    {
        using (read)
        using (Tensor moved = read.to(device)) return moved.to(ScalarType.Float32);
    }
}
