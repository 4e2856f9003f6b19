using static TorchSharp.torch;

namespace Ucam.Numbers;

/// <summary>Where noise comes from: a generator, whose numbers are for the whole batch where only a part of it is at hand.</summary>
/// <param name="Generator">The random state.</param>
/// <param name="Part">What of the batch is at hand; null for all.</param>
internal readonly record struct NoiseSource(Generator Generator, BatchPart? Part = null)
{
    /// <summary>Of a whole batch.</summary>
    public static implicit operator NoiseSource(Generator generator) => new(generator);

    /// <summary>Samples of the whole batch, of which so many are at hand.</summary>
    public long Whole(long rows) => Part?.Whole ?? rows;

    /// <summary>Fills (n,B,K) with standard normal numbers, and moves the generator on as the whole batch would.</summary>
    public void Normal(Tensor target)
    {
        if (Part is { } part) SeededNumbers.Normal(target, Generator, part);
        else SeededNumbers.Normal(target, Generator);
    }
}
