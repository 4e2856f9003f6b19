using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Steps;

namespace Ucam.Studies.Classifiers;

/// <summary>The frozen trunk of a comparison of classifiers: trained once in the comparison's folder, then run once over every picture.</summary>
internal sealed class Trunk(ClassifierRecipe recipe, CompareOptions options, string fingerprint) : IDisposable
{
    private readonly Backbone _backbone = SeededWeights.Create(recipe.DataSeed, () => new Backbone(recipe.Trunk.Options));

    /// <summary>A last stage and classifier for the trunk's features, with fresh weights.</summary>
    public static ResidualClassifier NewTail(ClassifierRecipe recipe) =>
        new(recipe.Trunk.Options.Grid, recipe.Trunk.Options.Channels[^1], recipe.Stage.Channels, recipe.Stage.Blocks, PhotoClasses.Count,
            recipe.Stage.Dropout);

    /// <summary>Trains it, or goes on where a stopped run left it; the last stage it is trained with is thrown away.</summary>
    public void Train(PhotoArchive archive, PhotoParts parts, CancellationToken cancel)
    {
        using ResidualClassifier tail = SeededWeights.Create(recipe.DataSeed, () => NewTail(recipe));
        var trainer =
            new ClassifierTrainer(_backbone, tail, recipe.Trunk.Fit, recipe.DataSeed, new EpochStore(options.Folder, "backbone", fingerprint));
        var told = new TrainerOptions
        {
            Resume = true,
            Record = epoch => options.Log(epoch.InWords()),
            Progress = options.Progress,
            FaultsPath = Path.Combine(options.Folder, "backbone.not-finite.json"),
            Tell = options.Log
        };
        trainer.Train(archive.Train, parts.Trunk, told, cancel);
        options.Log($"backbone: {trainer.Accuracy(archive.Test, parts.Validation, cancel):P1} of "
            + $"{parts.Validation.Length} validation photographs with the stage it was trained with");
    }

    /// <summary>The features of pictures of 32×32, from the folder where they are there already; the caller disposes.</summary>
    public FeatureFile Features(string name, int count, Func<int, Picture> draw, CancellationToken cancel)
    {
        string path = Path.Combine(options.Folder, $"features-{name}.{fingerprint}.safetensors");
        if (!File.Exists(path))
            BackboneExtraction.Extract(_backbone, new PictureList(name, count, draw), path, resume: true, options.Progress, cancel);
        options.Log($"features: {count} {name} pictures");
        return FeatureFile.Open(path);
    }

    public void Dispose() => _backbone.Dispose();
}
