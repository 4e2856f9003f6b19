using Ucam.Vqa.Datasets;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Vqa.Runs;

/// <summary>Runs a recipe: data, backbone, features, head, blind model, familiarity, test.</summary>
internal sealed class RecipeRunner(Recipe recipe, RunOptions options)
{
    /// <summary>Runs every stage; a stage that a resumed run has finished is not repeated.</summary>
    /// <exception cref="UcamException">Data, folder or recipe are unusable; the message says which.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was finished is kept for a resumed run.</exception>
    public RunResult Run(CancellationToken cancel = default)
    {
        options.Validate();
        Native.Require();
        NativeBlocks.KeepLarge();
        if (recipe.Data.Files is not null) return new FileRecipeRunner(recipe, options).Run(cancel);
        options.RequireCpu();
        var stages = new RunStages(recipe, options, InputData.BuiltIn(recipe.Data.Set, options.Data, new InputFiles(options.Folder, options.Log)));
        stages.Output.Require();
        RunFolder.Create(options);
        RecipeSets sets = Limited(RecipeSets.Create(recipe, options.Data));
        stages.Plan = Plan(stages, sets);
        manual_seed(recipe.Seed);
        using VqaNetwork network = new(stages.Configure(sets.Training));
        TrainBackbone(stages, network, sets.Backbone, cancel);
        using FeatureFile train = stages.Features(network, sets.Training, RunStages.Train, cancel);
        using FeatureFile validation = stages.Features(network, sets.Validation, RunStages.Validation, cancel);
        EncodedQuestions trainQuestions = EncodedQuestions.From(sets.Training, network.Words, network.Answers);
        EncodedQuestions validationQuestions = EncodedQuestions.From(sets.Validation, network.Words, network.Answers);
        stages.TrainHead(network, trainQuestions, train, validationQuestions, validation, cancel);
        return stages.Finish(network, train, validation, trainQuestions, validationQuestions, [.. sets.Tests.Select(test => new RunPart(test))],
            cancel);
    }

    private RecipeSets Limited(RecipeSets sets) => sets with
    {
        Training = QuestionSubset.Limit(sets.Training, options.Limit),
        Validation = QuestionSubset.Limit(sets.Validation, options.Limit),
        Tests = [.. sets.Tests.Select(test => QuestionSubset.Limit(test, options.Limit))],
    };

    private int BackbonePictures => Math.Min(recipe.Backbone.Pictures, options.Limit ?? int.MaxValue);

    private RunPlan Plan(RunStages stages, RecipeSets sets) => new(options.Progress,
    [
        new(RunStages.Backbone, StageKind.Backbone, (long)BackbonePictures * recipe.Backbone.Fit.Epochs),
        new(RunStages.Train, StageKind.Features, sets.Training.PictureCount),
        new(RunStages.Validation, StageKind.Features, sets.Validation.PictureCount),
        new(RunStages.Head, StageKind.Head, (long)sets.Training.Items.Count * recipe.Training.Fit.Epochs),
        .. stages.Ending(sets.Training, sets.Tests),
    ]);

    private void TrainBackbone(RunStages stages, VqaNetwork network, IVqaSet set, CancellationToken cancel)
    {
        int pictures = BackbonePictures;
        var store = new EpochStore(options.Folder, RunStages.Backbone, stages.Fingerprint);
        new BackboneTrainer(network.Backbone, recipe.Backbone.Fit, recipe.Seed, store)
            .Train(set, pictures, options.Resume, stages.Plan.Begin(RunStages.Backbone), cancel);
        network.Backbone.eval();
        foreach (var parameter in network.Backbone.parameters()) parameter.requires_grad = false;
        options.Log($"backbone: {recipe.Backbone.Fit.Epochs} epochs of {pictures} pictures");
    }
}
