using System.Numerics;
using Ucam.Numbers;
using static TorchSharp.torch;

namespace Ucam.Uncertainty.Losses;

/// <summary>
/// Standard normal noise of T passes in blocks (n,B,K), n passes at a time. The blocks' memory is used again: a block is valid until
/// the next is asked for. The draw is in float32, so that a seed means the same noise in every precision.
/// </summary>
internal static class NoiseBlocks
{
    /// <summary>4 MB of float32: with its exponentials it stays in a processor's cache.</summary>
    private const long ElementsAtOnce = 1 << 20;

    /// <summary>libtorch fills normal numbers in runs of 16; chunks of whole runs continue the stream of one draw.</summary>
    private const long Run = NormalNumbers.Run;

    /// <summary>
    /// The blocks for logits (B,K), in their precision and on their device; with each, what draws the next one if it is called before that is asked
    /// for, from any thread.
    /// </summary>
    public static IEnumerable<(Tensor Noise, Action DrawNext)> Draw(Tensor logits, AleatoricLossOptions options, NoiseSource noise)
    {
        long[] shape = logits.shape;
        int chunk = Math.Min(options.Samples, options.Chunk ?? Fitting(noise.Whole(shape[0]) * shape[1])), drawn = 0;
        Tensor[] buffers =
            [.. Enumerable.Range(0, chunk < options.Samples ? 2 : 1)
            .Select(_ => empty([chunk, shape[0], shape[1]], dtype: ScalarType.Float32, device: logits.device).DetachFromDisposeScope())];
        Tensor Part(int start) => buffers[start / chunk % buffers.Length].narrow(0, 0, Math.Min(chunk, options.Samples - start));
        void DrawUpTo(int end)
        {
            if (drawn >= Math.Min(end, options.Samples)) return;
            using Tensor part = Part(drawn);
            noise.Normal(part);
            drawn += chunk;
        }
        try
        {
            for (int start = 0; start < options.Samples; start += chunk)
            {
                int end = start + chunk;
                DrawUpTo(end);
                using Tensor part = Part(start), block = part.to(logits.dtype);
                yield return (block, () => DrawUpTo(end + chunk));
            }
        }
        finally
        {
            foreach (Tensor buffer in buffers) buffer.Dispose();
        }
    }

    private static int Fitting(long elementsPerPass)
    {
        long step = Run / (long)BigInteger.GreatestCommonDivisor(Run, elementsPerPass);
        return (int)Math.Clamp(ElementsAtOnce / elementsPerPass / step * step, step, int.MaxValue);
    }
}
