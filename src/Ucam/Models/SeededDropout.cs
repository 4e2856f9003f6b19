using static TorchSharp.torch;

namespace Ucam.Models;

/// <summary>Dropout whose randomness is always named: without a generator it is the identity, never silently random.</summary>
internal static class SeededDropout
{
    /// <summary>Zeroes each element with probability <paramref name="rate"/> and scales the rest by 1/(1−rate); any shape.</summary>
    public static Tensor Apply(Tensor input, double rate, Generator? generator)
    {
        if (generator is null || rate == 0) return input.alias();
        using var scope = TorchSharp.torch.NewDisposeScope();
        Tensor keep = rand(input.shape, dtype: ScalarType.Float32, device: input.device, generator: generator).ge(rate);
        return input.mul(keep).mul(1 / (1 - rate)).MoveToOuterDisposeScope();
    }
}
