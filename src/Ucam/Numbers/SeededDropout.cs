using TorchSharp;
using static TorchSharp.torch;

namespace Ucam.Numbers;

/// <summary>Dropout whose randomness is always named: without a generator it is the identity, never silently random.</summary>
internal static class SeededDropout
{
    /// <summary>Zeroes each element with probability <paramref name="rate"/> and scales the rest by 1/(1−rate); any shape.</summary>
    public static Tensor Apply(Tensor input, double rate, Generator? generator)
    {
        if (generator is null || rate == 0) return input.alias();
        using var scope = NewDisposeScope();
        double scale = 1 / (1 - rate);
        using Scalar factor = scale.ToScalar();
        Tensor mask = input.dtype == ScalarType.Float32 ? SeededNumbers.Mask(input.shape, rate, scale, input.device, generator)
            : SeededNumbers.Mask(input.shape, rate, 1, input.device, generator).to(input.dtype).mul_(factor);
        // In place where no backward pass needs the mask: thousands of passes then take one large block each.
        return (is_grad_enabled() && input.requires_grad ? input.mul(mask) : mask.mul_(input)).MoveToOuterDisposeScope();
    }
}
