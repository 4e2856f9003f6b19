using TorchSharp;
using static TorchSharp.torch;

namespace Ucam.Models;

/// <summary>Dropout whose randomness is always named: without a generator it is the identity, never silently random.</summary>
internal static class SeededDropout
{
    /// <summary>Zeroes each element with probability <paramref name="rate"/> and scales the rest by 1/(1−rate); any shape.</summary>
    public static Tensor Apply(Tensor input, double rate, Generator? generator)
    {
        if (generator is null || rate == 0) return input.alias();
        using var scope = NewDisposeScope();
        // Freed at once: until the collector comes they would cut up the C library's heap, and thousands of passes take gigabytes.
        using Scalar dropped = rate.ToScalar(), scale = (1 / (1 - rate)).ToScalar();
        // Zeros and 1/(1−rate) in the memory of the draw: at 14×14×2048 every further tensor is 100 MB of new pages.
        Tensor mask = rand(input.shape, dtype: ScalarType.Float32, device: input.device, generator: generator).ge_(dropped).to(input.dtype).mul_(scale);
        return input.mul(mask).MoveToOuterDisposeScope();
    }
}
