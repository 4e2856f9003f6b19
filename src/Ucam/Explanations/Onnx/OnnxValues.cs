using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using static TorchSharp.torch;
using Float16 = Microsoft.ML.OnnxRuntime.Float16;
using Tensor = TorchSharp.torch.Tensor;

namespace Ucam.Explanations.Onnx;

/// <summary>Tensors of libtorch as values of ONNX Runtime, and back, by copying.</summary>
internal static class OnnxValues
{
    /// <summary>The element types that an input may take, for messages.</summary>
    public const string Known = "float, float16, double, bytes, or integers of 32 or 64 bits";

    /// <summary>Whether a value of that element type can be made.</summary>
    public static bool Takes(Type element) =>
        element == typeof(float) || element == typeof(Float16) || element == typeof(double) || element == typeof(byte) || element == typeof(int)
            || element == typeof(long);

    /// <summary>
    /// A value of the element type that an input takes, rounded where that has no fractions; null for a type that is not <see cref="Known"/>.
    /// </summary>
    public static OrtValue? Of(Tensor tensor, Type element)
    {
        using var scope = NewDisposeScope();
        Tensor flat = tensor.detach().cpu();
        if (element == typeof(float)) return Of(flat, ScalarType.Float32, TensorElementType.Float);
        if (element == typeof(double)) return Of(flat, ScalarType.Float64, TensorElementType.Double);
        if (element == typeof(Float16)) return Of(flat, ScalarType.Float16, TensorElementType.Float16);
        if (element == typeof(byte)) return Of(Whole(flat).clamp(byte.MinValue, byte.MaxValue), ScalarType.Byte, TensorElementType.UInt8);
        if (element == typeof(int)) return Of(Whole(flat), ScalarType.Int32, TensorElementType.Int32);
        return element == typeof(long) ? Of(Whole(flat), ScalarType.Int64, TensorElementType.Int64) : null;
    }

    /// <summary>
    /// A value of 16-, 32- or 64-bit floats as a float32 tensor of its shape, in the caller's dispose scope; null for another element type.
    /// </summary>
    public static Tensor? Read(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        return info.ElementDataType switch
        {
            TensorElementType.Float => Read<float>(value, info.Shape, ScalarType.Float32),
            TensorElementType.Float16 => Read<Float16>(value, info.Shape, ScalarType.Float16),
            TensorElementType.Double => Read<double>(value, info.Shape, ScalarType.Float64),
            _ => null,
        };
    }

    private static Tensor Whole(Tensor tensor) => tensor.is_floating_point() ? tensor.round() : tensor;

    // In the runtime's own memory, which goes with the value: managed arrays of this size stay until they are collected.
    private static OrtValue Of(Tensor tensor, ScalarType type, TensorElementType element)
    {
        OrtValue value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, element, tensor.shape);
        tensor.to(type).contiguous().bytes.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    private static Tensor Read<T>(OrtValue value, long[] shape, ScalarType type) where T : unmanaged
    {
        using var scope = NewDisposeScope();
        Tensor copy = empty(shape, dtype: type, device: CPU);
        MemoryMarshal.AsBytes(value.GetTensorDataAsSpan<T>()).CopyTo(copy.bytes);
        return copy.to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
