using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Heads;

/// <summary>
/// A linear layer on many rows, of the published size, as a convolution of one pixel: the same sums, which oneDNN makes with what the processor
/// has, where MKL, which libtorch takes for products, holds back on those of other makers (docs/performance.md). To rounding the same.
/// </summary>
internal static class LargeProduct
{
    // Below this, and where rows are short, nothing is gained, and what was measured with it keeps its last digits.
    private const long FewestMultiplyAdds = 1L << 31, FewestInputs = 2048;

    [ThreadStatic]
    private static bool t_short;

    /// <summary>
    /// Until it is disposed this thread's products, of any size, take 16-bit numbers of eight bits' precision (bfloat16) and add them up in 32 bits;
    /// where no gradient is wanted.
    /// </summary>
    public static IDisposable InBFloat16() => new ShortNumbers();

    // libtorch has oneDNN for these processors alone, and takes it for one pixel where there are several threads.
    private static bool HasConvolutions => RuntimeInformation.ProcessArchitecture == Architecture.X64 && get_num_threads() > 1;

    /// <summary>The layer's outputs (…,O) of x (…,I).</summary>
    public static Tensor Of(Linear layer, Tensor x)
    {
        if (t_short && !is_grad_enabled() && x.dtype == ScalarType.Float32) return Short(layer, x);
        long rows = x.numel() / layer.in_features;
        if (layer.in_features < FewestInputs || rows * layer.in_features * layer.out_features < FewestMultiplyAdds
            || x.device_type != DeviceType.CPU || x.dtype != ScalarType.Float32 || !HasConvolutions)
            return layer.call(x);
        using var scope = NewDisposeScope();
        // One picture, as high as there are rows, whose channels lie together.
        Tensor pixels = x.reshape(1, rows, 1, layer.in_features).permute(0, 3, 1, 2);
        Tensor made = nn.functional.conv2d(pixels, layer.weight!.view(layer.out_features, layer.in_features, 1, 1), layer.bias);
        return made.permute(0, 2, 3, 1).reshape([.. x.shape[..^1], layer.out_features]).MoveToOuterDisposeScope();
    }

    private static Tensor Short(Linear layer, Tensor x)
    {
        using var scope = NewDisposeScope();
        Tensor made = nn.functional.linear(x.to(ScalarType.BFloat16), layer.weight!.to(ScalarType.BFloat16), layer.bias?.to(ScalarType.BFloat16));
        return made.to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private sealed class ShortNumbers : IDisposable
    {
        public ShortNumbers() => t_short = true;

        public void Dispose() => t_short = false;
    }
}
