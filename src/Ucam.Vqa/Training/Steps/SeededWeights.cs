using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Steps;

/// <summary>Makes networks from a seed while other threads do the same: weights are drawn from libtorch's one global random state.</summary>
internal static class SeededWeights
{
    private static readonly Lock Global = new();

    /// <summary>What <paramref name="create"/> makes after seeding.</summary>
    public static T Create<T>(int seed, Func<T> create)
    {
        lock (Global)
        {
            manual_seed(seed);
            return create();
        }
    }
}
