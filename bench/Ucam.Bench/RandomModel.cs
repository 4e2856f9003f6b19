using Ucam.Vqa;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>A model of the shipped size with random weights: as fast as a trained one.</summary>
internal static class RandomModel
{
    public static string Save(string path)
    {
        manual_seed(1);
        using var network = new VqaNetwork(new VqaConfig
        {
            Name = "random",
            Backbone = new BackboneOptions(),
            Model = new HeadOptions(),
            Words = ["what", "colour", "is", "the", "large", "ball"],
            Answers = [.. Enumerable.Range(0, 200).Select(i => $"answer {i}")],
        });
        int width = 2 * network.Backbone.OutputChannels;
        using (var scope = NewDisposeScope()) network.Familiarity = FamiliarityDetector.Fit(rand(4 * width, width), rand(100, width));
        Checkpoint.Save(network, path, "{}");
        return path;
    }
}
