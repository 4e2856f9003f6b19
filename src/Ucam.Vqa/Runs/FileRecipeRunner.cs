using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Runs;

/// <summary>Runs a recipe whose data are files: head, blind model, familiarity, test, all on features that were made before.</summary>
internal sealed class FileRecipeRunner(Recipe recipe, RunOptions options)
{
    /// <summary>Runs every stage; a stage that a resumed run has finished is not repeated.</summary>
    /// <exception cref="UcamException">Data, device, folder or recipe are unusable; the message says which.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was finished is kept for a resumed run.</exception>
    public RunResult Run(CancellationToken cancel)
    {
        Device device = RunDevice.Open(options.Device);
        using FileRecipeData data = FileRecipeData.Open(recipe, options);
        var stages =
            new RunStages(recipe with { Backbone = recipe.Backbone with { Options = data.Grid } }, options,
            data.Fingerprint(new InputFiles(options.Folder, options.Log)));
        stages.Output.Require();
        RunFolder.Create(options);
        manual_seed(recipe.Seed);
        using VqaNetwork network = new(stages.Configure(data.Training.Set));
        network.To(device);
        foreach ((string name, RunPart part) in new[] { ("training", data.Training), ("validation", data.Validation), ("test", data.Test) })
            options.Log($"{name}: {part.Set.PictureCount} pictures, {part.Set.Items.Count} questions");
        EncodedQuestions training = EncodedQuestions.From(data.Training.Set, network.Words, network.Answers);
        EncodedQuestions validation = EncodedQuestions.From(data.Validation.Set, network.Words, network.Answers);
        stages.Plan = new RunPlan(options.Progress, [new(RunStages.Head, StageKind.Head, (long)training.Count * recipe.Training.Fit.Epochs),
            .. stages.Ending(data.Training.Set, [data.Test.Set])]);
        stages.TrainHead(network, training, data.Training.Features!, validation, data.Validation.Features!, cancel);
        return stages.Finish(network, data.Training.Features!, data.Validation.Features!, training, validation, [data.Test], cancel);
    }
}
