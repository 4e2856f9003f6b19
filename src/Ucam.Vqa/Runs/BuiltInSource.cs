using Ucam.Vqa.Datasets;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Runs;

/// <summary>The built-in sets of a recipe, and a backbone that is trained on what each cell of their pictures shows.</summary>
internal sealed class BuiltInSource(Recipe recipe, RunOptions options) : RunSource
{
    private IVqaSet _pictures = null!;

    public override HeadStage? Head => new(RunStages.Head, recipe.Training.Fit);

    private int BackbonePictures => Math.Min(recipe.Backbone.Pictures, options.Limit ?? int.MaxValue);

    public override RunOutput Prepare()
    {
        options.RequireCpu();
        Stages = new RunStages(recipe, options, InputData.BuiltIn(recipe.Data.Set, options.Data, new InputFiles(options.Folder, options.Log)));
        return Stages.Output;
    }

    public override RunSets Open(CancellationToken cancel)
    {
        var sets = RecipeSets.Create(recipe, options.Data);
        _pictures = sets.Backbone;
        return new RunSets(Limited(sets.Learned.Training), Limited(sets.Learned.Validation), [.. sets.Tests.Select(Limited)]);
    }

    public override IEnumerable<PlannedStage> Plan(RunPart training, RunPart validation) =>
        [new(RunStages.Backbone, StageKind.Backbone, (long)BackbonePictures * recipe.Backbone.Fit.Epochs)];

    public override void TrainBackbone(VqaNetwork network, RunPart training, RunPart validation, CancellationToken cancel)
    {
        var store = new EpochStore(options.Folder, RunStages.Backbone, Stages.Fingerprint);
        new BackboneTrainer(network.Backbone, recipe.Backbone.Fit, recipe.Seed, store)
            .Train(_pictures, BackbonePictures, Stages.Told(RunStages.Backbone), cancel);
        options.Log($"backbone: {recipe.Backbone.Fit.Epochs} epochs of {BackbonePictures} pictures");
    }

    private RunSet Limited(IVqaSet set) => new(QuestionSubset.Limit(set, options.Limit));
}
