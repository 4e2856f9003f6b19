using System.Security.Cryptography;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Extraction;

/// <summary>Runs a frozen backbone over every picture of a set, once, into a memory-mapped feature file.</summary>
internal static class BackboneExtraction
{
    /// <summary>
    /// Writes features (N,P,C) in the set's picture order; ids are the picture indices. The file appears only when it is whole; what is
    /// done of it stays beside it as PATH.partial.
    /// </summary>
    /// <param name="backbone">The network, which is set to evaluation mode; it stays the caller's.</param>
    /// <param name="set">The pictures.</param>
    /// <param name="path">The file to be.</param>
    /// <param name="resume">Whether to go on from where an interrupted run with the same weights, on as many pictures of the same set,
    /// stopped.</param>
    /// <param name="progress">Told of every batch.</param>
    /// <param name="cancel">Stops it; what is done stays.</param>
    /// <exception cref="UcamException">A picture cannot be read, the file cannot be written, or what there is to go on with is of another
    /// extraction.</exception>
    public static void Extract(Backbone backbone, IVqaSet set, string path, bool resume = false, IProgress<RunProgress>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(set);
        // A network that is new is in training mode, in which its batch normalisation takes in what it sees.
        backbone.eval();
        using var own = new OwnFeatures(backbone, NameOf(backbone));
        var pictures = new PictureSource(set.Name, [.. Enumerable.Range(0, set.PictureCount).Select(i => (long)i)], set.LoadPicture);
        ResumableExtraction.Run(own, pictures, path, new ExtractionOptions { Resume = resume }, progress, cancel);
    }

    /// <summary>What a backbone is called in the feature files that it makes: the hash of its weights.</summary>
    internal static string NameOf(Backbone backbone) => $"backbone {Fingerprint(backbone)}";

    /// <summary>16 hexadecimal digits of a network's weights.</summary>
    internal static string Fingerprint(nn.Module network)
    {
        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((_, Tensor value) in ModuleTensors.Of(network, "")) hash.AppendData(value.detach().cpu().contiguous().bytes);
        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }
}
