using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Ucam.Numbers;

/// <summary>
/// Random numbers of a generator into tensors of 32-bit floats: the same as libtorch draws, which also moves the generator on alike, but
/// several times faster on the CPU. What is small, on another device or unknown is left to libtorch.
/// </summary>
internal static class SeededNumbers
{
    // Below this, taking the state over and giving it back costs more than it saves.
    private const long Fewest = 1 << 13;

    // What stays in the nearest cache until it has its final form.
    private const int Chunk = 4096;

    /// <summary>Standard normal numbers; the tensor is overwritten.</summary>
    public static void Normal(Tensor target, Generator generator)
    {
        using MersenneTwister? twister = NormalNumbers.Supported ? TakeOver(target, generator) : null;
        if (twister is null)
        {
            target.normal_(0, 1, generator);
            return;
        }
        var numbers = new TensorMemory<float>(target);
        for (long at = 0; at < numbers.Count; at += Chunk)
        {
            Span<float> chunk = numbers.Span(at, (int)Math.Min(Chunk, numbers.Count - at));
            twister.Uniform(chunk);
            NormalNumbers.FromUniform(chunk);
        }
        if (numbers.Count % NormalNumbers.Run != 0)
        {
            // As libtorch does it: the last run is drawn anew, over a part of the one before.
            Span<float> last = numbers.Span(numbers.Count - NormalNumbers.Run, NormalNumbers.Run);
            twister.Uniform(last);
            NormalNumbers.FromUniform(last);
        }
        twister.GiveBack(generator);
    }

    /// <summary>
    /// The part of a batch's standard normal numbers: (n,b,K) of (n,B,K), the same as if the whole was drawn. The others' numbers are passed over,
    /// which is several times faster than to make them.
    /// </summary>
    public static void Normal(Tensor target, Generator generator, BatchPart part)
    {
        long[] shape = [target.shape[0], part.Whole, target.shape[2]];
        long count = shape[0] * shape[1] * shape[2];
        using MersenneTwister? twister = NormalNumbers.Supported ? TakeOver(target, generator, count) : null;
        if (twister is null)
        {
            using Tensor whole = empty(shape, dtype: ScalarType.Float32, device: target.device);
            using Tensor own = whole.normal_(0, 1, generator).narrow(1, part.Start, part.Count);
            target.copy_(own);
            return;
        }
        var rows = new PartRows(part, shape[2]);
        var numbers = new TensorMemory<float>(target);
        Span<float> chunk = stackalloc float[Chunk];
        for (long at = 0; at < count; at += Chunk)
        {
            int length = (int)Math.Min(Chunk, count - at);
            if (!rows.Meets(at, length))
            {
                twister.Skip(length);
                continue;
            }
            twister.Uniform(chunk[..length]);
            NormalNumbers.FromUniform(chunk[..length]);
            rows.Copy(chunk[..length], at, numbers);
        }
        if (count % NormalNumbers.Run != 0)
        {
            twister.Uniform(chunk[..NormalNumbers.Run]);
            NormalNumbers.FromUniform(chunk[..NormalNumbers.Run]);
            rows.Copy(chunk[..NormalNumbers.Run], count - NormalNumbers.Run, numbers);
        }
        twister.GiveBack(generator);
    }

    /// <summary>A mask of 32-bit floats: 0 with probability <paramref name="rate"/>, else <paramref name="kept"/>.</summary>
    public static Tensor Mask(long[] shape, double rate, double kept, Device device, Generator generator)
    {
        Tensor mask = empty(shape, dtype: ScalarType.Float32, device: device);
        // Freed at once: until the collector comes they would cut up the C library's heap, and thousands of passes take gigabytes.
        using Scalar dropped = rate.ToScalar(), value = kept.ToScalar();
        using MersenneTwister? twister = TakeOver(mask, generator);
        if (twister is null) return mask.uniform_(0, 1, generator).ge_(dropped).mul_(value);
        var numbers = new TensorMemory<float>(mask);
        for (long at = 0; at < numbers.Count; at += Chunk)
        {
            Span<float> chunk = numbers.Span(at, (int)Math.Min(Chunk, numbers.Count - at));
            twister.Uniform(chunk);
            Keep(chunk, (float)rate, (float)kept);
        }
        twister.GiveBack(generator);
        return mask;
    }

    /// <summary>Moves a generator on the CPU on as if so many numbers had been drawn, in a tenth of the time or less.</summary>
    /// <exception cref="InvalidOperationException">The generator is of another kind.</exception>
    public static void Skip(Generator generator, long count)
    {
        using MersenneTwister twister = MersenneTwister.TakeOver(generator)
            ?? throw new InvalidOperationException("Only the numbers of a generator on the CPU can be passed over.");
        twister.Skip(count);
        twister.GiveBack(generator);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Keep(Span<float> numbers, float rate, float kept)
    {
        int i = 0;
        for (; i <= numbers.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.ConditionalSelect(Vector.GreaterThanOrEqual(new Vector<float>(numbers[i..]), new Vector<float>(rate)), new Vector<float>(kept),
                Vector<float>.Zero).CopyTo(numbers[i..]);
        for (; i < numbers.Length; i++) numbers[i] = numbers[i] >= rate ? kept : 0;
    }

    private static MersenneTwister? TakeOver(Tensor target, Generator generator) => TakeOver(target, generator, target.numel());

    private static MersenneTwister? TakeOver(Tensor target, Generator generator, long count) =>
        count >= Fewest && target.device_type == DeviceType.CPU && target.is_contiguous() ? MersenneTwister.TakeOver(generator) : null;
}
