using Ucam.Vqa;
using Ucam.Vqa.Datasets.Vqa;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Cli.Tests;

/// <summary>The smallest things that the commands work on: an untrained model, a picture, a set, a recipe.</summary>
internal static class TinyInputs
{
    public const string Question = "What colour is the ball?";

    public static VqaConfig Config { get; } = new()
    {
        Name = "tiny",
        Backbone = new BackboneOptions { InputSize = 32, Channels = [4, 8], Blocks = [0, 0], FirstStride = 2 },
        Model = new HeadOptions { Embedding = 4, Lstm = 8, Attention = 8, Glimpses = 2, Classifier = 8 },
        Words = ["what", "colour", "is", "the", "ball", "there", "a"],
        Answers = ["red", "blue", "yes", "no"],
    };

    /// <summary>Four epochs' worth of every stage in about a second.</summary>
    public const string Recipe = """
        name: tiny
        data: { set: scenes, train: 12, validation: 6, test: 4, questions_per_picture: 2 }
        backbone:
          options: { input_size: 32, channels: [4, 8], blocks: [0, 0], first_stride: 2 }
          pictures: 8
          fit: { epochs: 2, batch: 4, learning_rate: 0.004 }
        model: { embedding: 4, lstm: 8, attention: 8, glimpses: 2, classifier: 8 }
        training: { uncertainty: { samples: 2 }, answers: 20, blind_epochs: 1, fit: { epochs: 3, batch: 16, learning_rate: 0.002 } }
        evaluation: { passes: 3 }
        """;

    public static string Model(TemporaryFolder folder, VqaConfig? config = null, bool certain = false)
    {
        string path = folder.File("tiny.safetensors");
        manual_seed(1);
        using var network = new VqaNetwork(config ?? Config);
        using (var scope = NewDisposeScope()) network.Familiarity = FamiliarityDetector.Fit(rand(40, 16) * 4 - 1.5, rand(20, 16) * 4 - 1.5);
        if (certain) network.Certainty = TinyCertainty.Estimator();
        Checkpoint.Save(network, path, "{}");
        return path;
    }

    public static string Picture(TemporaryFolder folder, string name = "cat.png", int red = 200)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        new Picture(48, 40, [.. Enumerable.Range(0, 48 * 40 * 3).Select(i => (byte)(i % 3 == 0 ? red : i % 251))]).SavePng(folder.File(name));
        return folder.File(name);
    }

    /// <summary>A set in the VQA layout: the options that name its files.</summary>
    public static string[] Set(TemporaryFolder folder, int pictures = 12, bool annotated = true)
    {
        var set = new SceneSet(new SceneSetOptions { Pictures = pictures, Size = 32, QuestionsPerPicture = 2 });
        VqaExporter.Export(set, folder.Path, "mine", new VqaExportOptions { Regions = false, PeopleMaps = false });
        string[] files = ["--questions", folder.File("mine_questions.json"), "--images", folder.File("images", "mine")];
        return annotated ? [.. files, "--annotations", folder.File("mine_annotations.json")] : files;
    }
}
