using System.Diagnostics;
using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Bench.Backbones;

/// <summary>
/// Whether a pretrained backbone is given its pictures as it wants them: photographs of CIFAR-10, whose content is known, must lie among their own
/// kind, and a linear layer must tell the kinds apart. Features are means over positions.
/// </summary>
internal static class BackboneCase
{
    private const string Usage = "bench backbone --data FOLDER [--backbone resnet18] [--size N] [--train N] [--test N] [--order rgb|bgr]";
    private const int AtOnce = 50;

    public static int Execute(string[] args)
    {
        var given = new CaseOptions(args, Usage, "--data", "--backbone", "--size", "--train", "--test", "--order");
        string name = given["--backbone"] ?? KnownBackbone.ResNet18.Name;
        KnownBackbone known = KnownBackbone.Catalogue.Find(name) ?? throw new UcamException($"{name} is no backbone: {KnownBackbone.Catalogue.Names}.");
        // A photograph of 32 pixels is taken whole.
        PictureInput input = known.Settings with { Crop = 1 };
        if (given["--order"] is { } order) input = input with { Order = order == "rgb" ? ChannelOrder.Rgb : ChannelOrder.Bgr };
        PhotoArchive photos = PhotoArchive.Open(given["--data"] ?? throw new UcamException($"--data is missing: {Usage}"));
        using OnnxFeatures backbone = OnnxFeatures.OpenWidened(known.Find(), input, given.Number("--size", input.Size));
        using var scope = NewDisposeScope();
        var watch = Stopwatch.StartNew();
        Labelled test = Read(backbone, photos.Test, given.Number("--test", 100)), train = Read(backbone, photos.Train, given.Number("--train", 500));
        long pictures = test.Labels.shape[0] + train.Labels.shape[0];
        Console.WriteLine($"{backbone.Name}, {backbone.InputSize} pixels, {input.Order}: {pictures} photographs, "
            + $"{pictures / watch.Elapsed.TotalSeconds:F1} a second");
        Console.WriteLine("training photographs   5 nearest neighbours   linear probe");
        for (long kept = train.Labels.shape[0] / 4; kept <= train.Labels.shape[0]; kept *= 2)
        {
            Labelled part = train.First(kept);
            Console.WriteLine($"{kept,20}   {Probes.Neighbours(part, test),20:P1}   {Probes.Linear(part, test),12:P1}");
        }
        return 0;
    }

    /// <summary>The first photographs of each class, the classes in turn.</summary>
    private static Labelled Read(OnnxFeatures backbone, PhotoGroup photos, int each)
    {
        int[] chosen = [.. Enumerable.Range(0, photos.Labels.Length).GroupBy(i => photos.Labels[i])
            .SelectMany(g => g.Take(each).Select((photo, place) => (photo, place, g.Key))).OrderBy(p => p.place).ThenBy(p => p.Key)
            .Select(p => p.photo)];
        List<Tensor> features = [];
        foreach (int[] block in chosen.Chunk(AtOnce))
        {
            using var scope = NewDisposeScope();
            byte[] rgb = [.. block.SelectMany(photo => backbone.Prepare(PictureOf(photos, photo)).Rgb.ToArray())];
            features.Add(backbone.Extract(rgb, block.Length).mean([1]).MoveToOuterDisposeScope());
        }
        return new Labelled(cat(features, 0), tensor(chosen.Select(photo => (long)photos.Labels[photo]).ToArray()));
    }

    private static Picture PictureOf(PhotoGroup photos, int photo) =>
        new(PhotoArchive.Side, PhotoArchive.Side, photos.Of(photo).ToArray());
}
