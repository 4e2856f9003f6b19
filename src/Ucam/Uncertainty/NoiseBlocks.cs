using System.Numerics;
using Ucam.Models;
using static TorchSharp.torch;

namespace Ucam.Uncertainty;

/// <summary>
/// Standard normal noise of T passes in blocks (n,B,K), n passes at a time. All blocks share one buffer: a block is valid until the
/// next is asked for. The draw is in float32, so that a seed means the same noise in every precision.
/// </summary>
internal static class NoiseBlocks
{
    /// <summary>4 MB of float32: with its exponentials it stays in a processor's cache.</summary>
    private const long ElementsAtOnce = 1 << 20;

    /// <summary>libtorch fills normal numbers in runs of 16; chunks of whole runs continue the stream of one draw.</summary>
    private const long Run = NormalNumbers.Run;

    /// <summary>The blocks for logits (B,K), in their precision and on their device.</summary>
    public static IEnumerable<Tensor> Draw(Tensor logits, AleatoricLossOptions options, Generator noise)
    {
        long[] shape = logits.shape;
        int chunk = Math.Min(options.Samples, options.Chunk ?? Fitting(logits.numel()));
        using Tensor buffer = empty([chunk, shape[0], shape[1]], dtype: ScalarType.Float32, device: logits.device);
        for (int done = 0; done < options.Samples; done += chunk)
        {
            using Tensor drawn = buffer.narrow(0, 0, Math.Min(chunk, options.Samples - done));
            SeededNumbers.Normal(drawn, noise);
            using Tensor block = drawn.to(logits.dtype);
            yield return block;
        }
    }

    private static int Fitting(long elementsPerPass)
    {
        long step = Run / (long)BigInteger.GreatestCommonDivisor(Run, elementsPerPass);
        return (int)Math.Clamp(ElementsAtOnce / elementsPerPass / step * step, step, int.MaxValue);
    }
}
