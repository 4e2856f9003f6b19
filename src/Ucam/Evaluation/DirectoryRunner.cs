using Ucam.Datasets;
using Ucam.Features;
using Ucam.Models;
using Ucam.Training;
using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Evaluation;

/// <summary>
/// Trains on any VQA set: backbone and head end to end, then the head alone on frozen features, then tests on the held-out part. Where
/// the backbone starts from a trained one, the head is first trained on that one's features.
/// </summary>
public sealed class DirectoryRunner(Recipe recipe, RunOptions options, DirectoryOptions directory)
{
    /// <summary>Settings for a set nothing is known about.</summary>
    public static Recipe DefaultRecipe { get; } = new()
    {
        Name = "my-model",
        Backbone = new BackboneRecipe { Fit = new FitRecipe { LearningRate = 2e-3 } },
        Model = new HeadOptions { Lstm = 256, ForgetBias = 1, PositionScale = 4 },
        Training = new HeadRecipe { Uncertainty = new AleatoricLossOptions { Samples = 20 }, Fit = new FitRecipe { Epochs = 10, Batch = 256, LearningRate = 1e-3 } },
    };

    /// <summary>Runs every stage; what a resumed run has finished is not repeated.</summary>
    /// <param name="set">The labelled set.</param>
    /// <param name="validation">A validation set; null holds a part of the pictures out.</param>
    /// <param name="cancel">Stops at the next step; finished epochs are kept.</param>
    /// <exception cref="UcamException">The set is too small or unlabelled, or a file cannot be read or written.</exception>
    public RunResult Run(IVqaSet set, IVqaSet? validation = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        options.Validate();
        options.RequireCpu();
        Native.Require();
        NativeBlocks.KeepLarge();
        if (set.Items.Count == 0 || set.Items.All(i => i.Answers.Count == 0))
            throw new UcamException($"{set.Name}: no question has answers; training needs an annotations file.");
        var stages = new RunStages(recipe, options, Describe(set, validation));
        set = QuestionSubset.Limit(set, options.Limit);
        validation = validation is null ? null : QuestionSubset.Limit(validation, options.Limit);
        RunFolder.Create(options);
        (IVqaSet train, IVqaSet heldOut) = validation is null ? PictureSubset.HoldOut(set, directory.HeldOut, Shuffle.Order(set.PictureCount, recipe.Seed, 0)) : (set, validation);
        manual_seed(recipe.Seed);
        using VqaNetwork network = new(stages.Configure(train));
        if (directory.StartFrom is { } start) CopyBackbone(start, network);
        var cached = new CachedPictures(train, recipe.Backbone.Options.InputSize, directory.CacheBytes);
        EncodedQuestions trainQuestions = EncodedQuestions.From(train, network.Words, network.Answers);
        EncodedQuestions heldOutQuestions = EncodedQuestions.From(heldOut, network.Words, network.Answers);
        if (directory.StartFrom is not null) TrainHeadFirst(stages, network, cached, heldOut, trainQuestions, heldOutQuestions, cancel);
        var store = new EpochStore(options.Folder, "joint", stages.Fingerprint);
        new EndToEndTrainer(network, Joint(), directory.PicturesPerStep, directory.QuestionsPerPicture, store)
            .Train(cached, trainQuestions, directory.JointEpochs, options.Resume, options.Log, options.Progress, cancel);
        foreach (var parameter in network.Backbone.parameters()) parameter.requires_grad = false;
        using FeatureFile trainFeatures = stages.Features(network, cached, "train", cancel);
        using FeatureFile heldOutFeatures = stages.Features(network, heldOut, "validation", cancel);
        stages.TrainHead(network, trainQuestions, trainFeatures, heldOutQuestions, heldOutFeatures, cancel);
        return stages.Finish(network, trainFeatures, heldOutFeatures, trainQuestions, heldOutQuestions, [new RunPart(heldOut)], cancel);
    }

    private void TrainHeadFirst(RunStages stages, VqaNetwork network, IVqaSet train, IVqaSet heldOut, EncodedQuestions trainQuestions,
        EncodedQuestions heldOutQuestions, CancellationToken cancel)
    {
        network.Backbone.eval();
        using FeatureFile trainFeatures = stages.Features(network, train, "start-train", cancel);
        using FeatureFile heldOutFeatures = stages.Features(network, heldOut, "start-validation", cancel);
        stages.TrainHead(network, trainQuestions, trainFeatures, heldOutQuestions, heldOutFeatures, cancel, "head-first", directory.HeadFirst);
    }

    private Recipe Joint()
    {
        FitRecipe fit = recipe.Backbone.Fit;
        return directory.StartFrom is null ? recipe : recipe with { Backbone = recipe.Backbone with { Fit = fit with { LearningRate = directory.FineTuningRate } } };
    }

    private string Describe(IVqaSet set, IVqaSet? validation)
    {
        var inputs = new InputFiles(options.Folder, options.Log);
        string start = directory.StartFrom is { } path ? inputs.Of([("start", path)]) : "";
        return $"{InputData.Set(set, inputs)}{InputData.Set(validation, inputs)}{start}{directory with { StartFrom = null }}";
    }

    private void CopyBackbone(string path, VqaNetwork network)
    {
        using VqaNetwork source = Checkpoint.Load(path);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Dictionary<string, Tensor> from = source.Backbone.state_dict();
        foreach ((string name, Tensor target) in network.Backbone.state_dict())
        {
            if (!from.TryGetValue(name, out Tensor? value) || !value.shape.SequenceEqual(target.shape))
                throw new UcamException($"{path}: its backbone has other sizes than this run's; leave --start-from out or give a model with the same backbone.") { File = path };
            target.copy_(value);
        }
        options.Log($"backbone starts from {source.Config.Name}");
    }
}
