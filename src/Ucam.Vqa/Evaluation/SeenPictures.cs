using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training.Extraction;
using static TorchSharp.torch;

namespace Ucam.Vqa.Evaluation;

/// <summary>Features of held-out pictures, a block at a time, from a file or by the backbone.</summary>
internal static class SeenPictures
{
    /// <summary>Blocks of pictures with their features (N,P,C), which the caller disposes.</summary>
    /// <param name="network">Frozen.</param>
    /// <param name="held">Questions about the pictures.</param>
    /// <param name="pictures">Which, in the order of the blocks.</param>
    /// <param name="atOnce">Pictures a block.</param>
    /// <param name="cancel">Ends it between two blocks.</param>
    public static IEnumerable<(int[] Pictures, Tensor Features)> Read(VqaNetwork network, HeldOutPart held, int[] pictures, int atOnce,
        CancellationToken cancel)
    {
        if (held.Features is { } features)
        {
            foreach (int[] some in pictures.Chunk(atOnce))
            {
                cancel.ThrowIfCancellationRequested();
                yield return (some, features.Read(some));
            }
            yield break;
        }
        int size = network.Backbone.Options.InputSize;
        foreach (PictureBatch batch in PictureBatches.Read(held.Set, pictures, atOnce, size, 0, cancel))
        {
            using Tensor rgb = Backbone.ToBatch(batch.Rgb, batch.Pictures.Length, size);
            yield return (batch.Pictures, network.Backbone.call(rgb));
        }
    }
}
