using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Runs;

/// <summary>Runs a recipe: data, backbone, features, head, blind model, familiarity, test.</summary>
internal sealed class RecipeRunner(Recipe recipe, RunOptions options)
{
    /// <summary>Runs every stage; a stage that a resumed run has finished is not repeated.</summary>
    /// <exception cref="UcamException">Data, folder or recipe are unusable; the message says which.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was finished is kept for a resumed run.</exception>
    public RunResult Run(CancellationToken cancel = default) => new TrainingRun(options, recipe.Seed).Run(
        recipe.Data.Files is null ? new BuiltInSource(recipe, options) : new FileSource(recipe, options), cancel);
}
