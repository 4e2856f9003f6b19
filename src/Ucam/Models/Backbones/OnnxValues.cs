using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Ucam.Models.Backbones;

/// <summary>Tensors of libtorch as values of ONNX Runtime, and back, by copying.</summary>
internal static class OnnxValues
{
    /// <summary>A value of the element type that an input takes: float or 64-bit integers; null for another type.</summary>
    public static OrtValue? Of(Tensor tensor, Type element)
    {
        using var scope = NewDisposeScope();
        Tensor flat = tensor.detach().cpu().contiguous();
        if (element == typeof(float)) return OrtValue.CreateTensorValueFromMemory(flat.to(ScalarType.Float32).data<float>().ToArray(), tensor.shape);
        return element == typeof(long) ? OrtValue.CreateTensorValueFromMemory(flat.to(ScalarType.Int64).data<long>().ToArray(), tensor.shape) : null;
    }

    /// <summary>A float value as a tensor of its shape, in the caller's dispose scope; null for another element type.</summary>
    public static Tensor? Read(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        if (info.ElementDataType != Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float) return null;
        Tensor copy = empty(info.Shape, dtype: ScalarType.Float32, device: CPU);
        MemoryMarshal.AsBytes(value.GetTensorDataAsSpan<float>()).CopyTo(copy.bytes);
        return copy;
    }
}
