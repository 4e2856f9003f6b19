using Ucam.Numbers;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training;

/// <summary>An epoch that is under way, with randomness of its own, so that a resumed training draws what an uninterrupted one does.</summary>
/// <param name="seed">Drives all of it.</param>
/// <param name="number">Its number, from 1.</param>
/// <param name="device">Where dropout and noise are drawn.</param>
/// <param name="rank">Which of several processes that share its batches draws; each has dropout of its own, all else is drawn alike.</param>
internal sealed class Epoch(int seed, int number, Device device, int rank = 0) : IDisposable
{
    /// <summary>Its number, from 1.</summary>
    public int Number => number;

    /// <summary>Share of the whole training that is done, 0 to 1.</summary>
    public double Progress { get; set; }

    /// <summary>Randomness of the dropout.</summary>
    public Generator Dropout { get; } = new((ulong)(rank == 0 ? Seeds.Mix(seed, 2 * number)
        : Seeds.Mix(Seeds.Mix(seed, 2 * number), rank)), device);

    /// <summary>Randomness of the distorted logits.</summary>
    public Generator Noise { get; } = new((ulong)Seeds.Mix(seed, 2 * number + 1), device);

    /// <summary>What else is drawn: unknown words, questions of a picture, cuts of a photograph.</summary>
    public Random Random { get; } = new(Seeds.Mix(seed, -number));

    /// <summary>The seeded order of so many samples.</summary>
    public int[] Order(int count) => Shuffle.Order(count, seed, number);

    public void Dispose()
    {
        Dropout.Dispose();
        Noise.Dispose();
    }
}
