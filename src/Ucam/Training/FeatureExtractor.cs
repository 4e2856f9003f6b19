using Ucam.Datasets;
using Ucam.Features;
using Ucam.Models;
using static TorchSharp.torch;

namespace Ucam.Training;

/// <summary>Runs a frozen backbone over every picture of a set, once, into a memory-mapped feature file.</summary>
public static class FeatureExtractor
{
    private const int Batch = 64;

    /// <summary>Writes features (N,P,C) in the set's picture order; ids are the picture indices. The file appears whole or not at all.</summary>
    /// <exception cref="UcamException">A picture cannot be read or the file cannot be written.</exception>
    public static void Extract(Backbone backbone, IVqaSet set, string path, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(set);
        int size = backbone.Options.InputSize, grid = backbone.Options.Grid;
        using FeatureFileWriter writer = FeatureFileWriter.Create(path, set.PictureCount, grid, grid, backbone.OutputChannels,
            new Dictionary<string, string> { ["set"] = set.Name });
        var meter = new ProgressMeter(progress, "features", 1, set.PictureCount);
        int done = 0;
        using var quiet = no_grad();
        foreach (PictureBatch batch in PictureBatches.Read(set, [.. Enumerable.Range(0, set.PictureCount)], Batch, size, 0, cancel))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor features = backbone.call(Backbone.ToBatch(batch.Rgb, batch.Pictures.Length, size));
            writer.Append([.. batch.Pictures.Select(p => (long)p)], features);
            done += batch.Pictures.Length;
            meter.Add(1, done, batch.Pictures.Length);
        }
        writer.Commit();
    }
}
