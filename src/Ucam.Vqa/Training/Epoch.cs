using Ucam.Numbers;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training;

/// <summary>An epoch that is under way, with randomness of its own, so that a resumed training draws what an uninterrupted one does.</summary>
internal sealed class Epoch(int seed, int number, Device device) : IDisposable
{
    /// <summary>Its number, from 1.</summary>
    public int Number => number;

    /// <summary>Share of the whole training that is done, 0 to 1.</summary>
    public double Progress { get; set; }

    /// <summary>Randomness of the dropout.</summary>
    public Generator Dropout { get; } = new((ulong)Seeds.Mix(seed, 2 * number), device);

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
